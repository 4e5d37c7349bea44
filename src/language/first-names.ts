// First names, by which a line tells that it speaks of one person. Names that are also everyday words (Mark, May, Grace, Will) are left
// out: better one missed than a person seen in every other line.

/** First names as they are common in England, of many origins. */
export const FIRST_NAMES = new Set(
  `Beryl Betty Brenda Cyril Doris Edna Ethel Gladys Hilda Mavis Muriel Norman Sid Stan Vera Wilf Winifred Aaron Abdul Abdullah Abigail Adam Adrian Ahmed Aidan Aisha Aiden Akash Alan Albert Alex Alexander Alexandra Alfie Ali Alice Alicia Alison Amanda Amelia Amina Amir Amy Andrea Andrew
  Angela Anita Anna Anne Annie Anthony Antonio Arif Arjun Arthur Asha Ashley Asif Ayesha Barbara Barry Beatrice Becky Ben Benjamin Bernard Beth Bethany Bilal Billy Blake Bobby Bradley Brandon Brenda Brian
  Bridget Bruce Bryan Callum Cameron Carl Carol Caroline Catherine Charlie Charlotte Chelsea Chloe Chris Christian Christine Christopher Claire Clare Clive Colin Connor Conor Craig Curtis Cynthia Daisy
  Damian Dan Daniel Danny Darren Dave David Dean Deborah Deepak Denise Dennis Derek Diane Dominic Donald Donna Doreen Dorothy Douglas Duncan Dylan Eddie Edward Eileen Elaine Eleanor Elijah Elizabeth Ella
  Ellie Elliot Elsie Emily Emma Eric Ethan Eva Evie Farah Fatima Fiona Frances Francis Freddie Freya Gareth Gary Gavin Gemma Geoff Geoffrey George Georgia Georgina Gerald Gina Glenn Gordon Graham Greg
  Gurpreet Hamza Hannah Harjit Harold Harpreet Harriet Harry Harvey Hasan Hassan Hayley Hazel Helen Henry Hilary Howard Hugh Humza Hussain Ian Ibrahim Imran Ines Irene Isaac Isabel Isabella Isla Ismail
  Jackie Jacob Jacqueline Jade Jake Jamal James Jamie Jane Janet Janice Jasmin Jason Jayden Jean Jeffrey Jennifer Jenny Jeremy Jessica Jill Joan Joanna Joanne Joe Joel John Johnny Jon Jonathan Jordan Joseph
  Joshua Josh Joyce Juan Judith Julia Julian Julie Karen Karl Kate Katherine Kathleen Katie Kayleigh Keith Kelly Ken Kenneth Kerry Kevin Khalid Kian Kieran Kim Kiran Kirsty Kyle Kylie Lauren Laura Leah Leanne
  Lee Leo Leon Leonard Lewis Liam Lily Linda Lisa Logan Lorraine Louis Louise Lucas Lucy Luke Lydia Lynn Maddison Malcolm Mandeep Manjit Marcus Margaret Maria Marie Marion Martin Mary Mason Mateusz Matt Matthew
  Maureen Max Megan Mehmet Melanie Melissa Mia Michael Michelle Mick Miguel Mike Mohammad Mohammed Molly Monica Muhammad Mustafa Nadia Naomi Natalie Natasha Nathan Neil Niall Nicholas Nicola Nigel Nikhil
  Noah Noreen Olga Oliver Olivia Omar Oscar Owen Pamela Parveen Patricia Patrick Paul Paula Pauline Pawel Peter Phil Philip Phillip Piotr Pooja Priya Qasim Rachel Rahul Raj Rajesh Ralph Ravi Raymond Rebecca
  Reece Rhys Richard Ricky Riley Robert Robin Roger Ron Ronald Rory Rosemary Ross Roy Russell Ruth Ryan Sadia Sally Sam Samantha Samina Samir Samuel Sandra Sanjay Sara Sarah Scott Sean Shabana Shaun Shane
  Shannon Sharon Sheila Shirley Sian Simon Simran Sofia Sophia Sophie Stacey Stan Stanley Stella Stephanie Stephen Steve Steven Stewart Stuart Sunita Susan Suzanne Sylvia Tamara Tanya Tara Tariq Teresa Terry
  Theo Theresa Thomas Tim Timothy Tina Toby Todd Tom Tommy Tony Tracey Tracy Trevor Tyler Usman Valerie Vanessa Vera Veronica Vicky Victor Victoria Vikram Vincent Wayne Wendy William Yasmin Yusuf Yvonne Zac
  Zachary Zain Zara Zoe`.split(/\s+/),
);
