// What people need and places offer, in the words that both use for it: who asks with one word finds what is described by another.
// Written for the United Kingdom; "_" stands for a space, "*" for any ending. A text's needs are kept beside it, for looking up.

const WORDS: Record<string, string> = {
  DEBT: 'debt* money_worr* money_advi* money_problem* money_help arrear* creditor* bailiff* budgeting bills bill owe owing loan* loan_shark* universal_credit pip_form* benefits_check* benefit_check* benefits_advi* welfare_rights finances financial citizens_advi* credit_union cannot_pay can’t_pay cant_pay struggling_to_pay short_of_money skint broke overdraft',
  FOOD: 'food foodbank* food_bank* pantry pantries larder grocer* hungry hunger nothing_to_eat something_to_eat parcel* supermarket* soup_kitchen free_meal* community_fridge starving langar',
  MEAL: 'lunch* hot_meal* meals dinner* breakfast* supper* community_kitchen',
  MIND: 'counsel* councel* talking_therap* therap* mental* depress* anxi* stress* low_mood feeling_low feeling_down suicid* self-harm self_harm overwhelm* crisis panic nervous_breakdown cope coping ptsd trauma* samaritan* listening_ear listening_room emotional_support can’t_cope iapt camhs',
  COMPANY:
    'lonel* isolat* befriend* company chatty natter someone_to_talk_to somebody_to_talk_to nobody_to_talk_to no_friends make_friends friendship live_alone lives_alone on_my_own on_their_own by_herself by_himself visiting_scheme good_neighbour* housebound',
  YOUTH:
    'youth* young_people young_person teen* kids adolescen* youngster* lads cadet* scout* guides 11_to_17 hang_out after-school bored_young detached_youth yoof under_18* under-18*',
  FAMILY:
    'parent* toddler* baby babies newborn* infant* stay_and_play playgroup* play_group* mums mum_and dads family_hub* children’s_centre* childrens_centre* health_visitor* breastfeed* infant_feeding under-fives under_fives under_fives pram* cot cots nappies crèche creche childminder* homestart home-start surestart',
  PREGNANCY: 'pregnan* expecting antenatal midwi* maternity expectant doula',
  OLDER:
    'older_people older_resident* older_person older_adult* elder* pensioner* over_60* over_65* over-60* over-65* over_50* later_life retired retirement age_uk age_concern gran grandad granny grandma nan nana grandparent* falls old_people senior_citizen* seniors day_care',
  DEMENTIA: 'dementia alzheimer* memory_café memory_cafe memory_clinic memory_loss forgetful admiral_nurse*',
  CARERS:
    'carer* caring_for respite looks_after looking_after_my look_after_my look_after_a unpaid_care sitting_service',
  JOBS: 'job* employment unemploy* work_club cv cvs vacanc* career* apprentic* interview_practice interviews out_of_work looking_for_work find_work jobcentre job_centre dole redundan* work_experience recruit*',
  ENGLISH:
    'esol english language_class* english_class* speak_english interpret* translat* conversation_circle second_language',
  DIGITAL:
    'computer* digital internet wifi wi-fi broadband online tablet* e-mail email* laptop* it_drop-in it_class* sim_card* smartphone* website* device* data_bank',
  DRUGS:
    'drug* alcohol* addict* substance* recovery drinking_problem drink_problem drinks_too_much stop_drinking naloxone needle_exchange aa aa_meeting na_meeting heroin cannabis weed sober detox rehab alcoholic* sobriety',
  GAMBLING: 'gambl* betting bet slot_machine* bookies',
  VIOLENCE:
    'domestic* refuge women’s_aid womens_aid idva idvas violent_partner violent_husband violent_boyfriend abusive abuse abused hits_her hits_me hits_him beats_her survivor* coercive stalk* unsafe_at_home battered violent violence_at_home',
  HOMELESS:
    'homeless* rough_sleep* sleep_rough sleeping_rough sleeps_rough night_shelter shelter evict* temporary_accommodation housing_options nowhere_to_live nowhere_to_stay sofa_surf* hostel* street_homeless lost_my_home section_21 housing_advice behind_with_the_rent rent_arrear*',
  REPAIRS:
    'repair* damp mould boiler* broken_door* leak* handyman handyperson* diy fix_my plumb* no_hot_water blocked_drain*',
  LEGAL:
    'solicitor* law lawyer* legal immigration visa* asylum tenancy_rights tribunal* discriminat* court oisc employment_rights evict* landlord_dispute appeal my_rights',
  DISABILITY:
    'disab* wheelchair* mobility send special_educational special_needs blue_badge access_and_rights walking_aid* direct_payment* deaf blind visually hearing_impair* learning_disab* sensory step-free',
  AUTISM: 'autis* asperger* neurodiver* adhd spectrum',
  TRANSPORT:
    'transport minibus* volunteer_driver* driver* lift_to lifts_to a_lift no_car no_bus bus dial-a-ride dial_a_ride taxi scooter* wheels_to_work get_to_hospital travel_to',
  WARMTH:
    'warm_space* warm_hub* somewhere_warm warm heating heated insulat* energy gas_bill gas electric* meter* fuel_poverty winter_fuel cold_home draught* fuel_bill* pay_the_gas',
  EXERCISE:
    'exercise* fitness get_fit keep_fit gym walking_group* walking_for led_walk* leisure_centre swim* pool yoga pilates boxing running_club zumba aerobic* strength_and_balance parkrun sport* active*',
  FOOTBALL: 'football* footie five_a_side 5_a_side 5-a-side pitch soccer kicks league_team* kickabout',
  WEIGHT: 'weight slim* lose_weight obes* nutrition* diet* overweight weight_loss healthy_eating',
  SMOKING: 'stop_smoking quit_smoking smoking smoker* nicotine vape vaping cigarette* give_up_smoking pack_in_smoking',
  GARDEN: 'garden* allotment* growing veg vegetable* plot plots raised_beds compost planting horticult* orchard*',
  CRIME:
    'asb anti-social* antisocial* police policing pcso pcsos crime* burgl* victim* harass* beat_surger* neighbourhood_watch nuisance_neighbour* vandal* theft stolen robbed mugged beat_officer*',
  NOISE: 'nois* loud_music loud_neighbour* pest pests rats environmental_health food_hygiene loud',
  SCAMS: 'scam* fraud* trading_standards rogue_trader* doorstep* conned con_artist* phishing',
  BINS: 'bin bins rubbish litter* fly-tip* fly_tip* flytip* recycl* waste graffiti street_clean* dumped tip household_waste dirty_street*',
  DOGS: 'dog dogs dog_warden* stray* fouling dog_mess',
  FIRE: 'fire_safety fire_service smoke_alarm* smoke_detector* fire_alarm* home_fire fire_brigade fire_station',
  DOCTOR:
    'doctor* gp gps gp_surgery surgery medical nurse* walk-in_clinic walk_in_centre minor_illness prescription* health_centre registered_with clinic unwell',
  DENTIST: 'dentist* dental tooth* teeth',
  SEXUAL: 'sexual* contracep* sti stis hiv condom* family_planning morning_after',
  GRIEF:
    'bereave* grief grieving lost_somebody lost_someone lost_his_wife lost_her_husband widow* funeral* passed_away',
  REFUGEES: 'refugee* asylum sanctuary new_arrival* migrant* ukrain* syrian* afghan*',
  FAITH: 'church* mosque* temple* gurdwara* synagogue* worship faith pray* vicar imam parish chapel',
  ROOM: 'hall halls venue* room_to rooms hire hiring room_for space_for community_centre village_hall kitchen_to party meeting_room* book_a_room',
  CRAFT:
    'craft* knit* sew* wool crochet choir* sing* paint* pottery art arts music_group art_studio creative natter needlework',
  SCHOOL: 'primary_school* secondary_school* nursery homework* tutor* after_school schoolwork exam* gcse* college',
  LITERACY:
    'literacy read_easy learn_to_read reading_hard cannot_read can’t_read adult_reading spelling dyslex* numeracy',
  HOLIDAY:
    'haf holiday_club* school_holiday* summer_holiday* holiday_activit* free_school_meal* half_term half-term play_scheme* holidays',
  FURNITURE: 'furniture sofa* white_goods fridge cooker* washing_machine* bed beds mattress* carpets',
  CLOTHES: 'cloth* uniform* coat coats shoes jumble',
  UNPAID_WORK: 'payback unpaid_work probation community_service offender*',
  VOLUNTEERING: 'volunteer_centre volunteering give_time want_to_volunteer be_a_volunteer help_out',
  LGBT: 'lgbt* gay lesbian bisexual trans transgender queer',
};

const pattern = (words: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${words
      .split(' ')
      .map((word) => word.replaceAll('_', ' ').replaceAll('*', "[\\p{L}’'-]*"))
      .join('|')})(?![\\p{L}\\p{N}])`,
    'u',
  );

const PATTERNS = Object.entries(WORDS).map(([need, words]) => [need, pattern(words)] as const);

/** Changes when the words do. */
export const NEEDS_VERSION = JSON.stringify(WORDS);

/** One word each, as somebody might slip in it. */
export const NEED_WORDS: string[] = [
  ...new Set(
    Object.values(WORDS)
      .join(' ')
      .split(' ')
      .filter((word) => /^[a-z]{5,}\*?$/.test(word))
      .map((word) => word.replace('*', '')),
  ),
];

/** What a text asks for or offers, by key. */
export function needsOf(text: string): string[] {
  const plain = text.toLowerCase().replaceAll("'", '’').replace(/\s+/g, ' ');
  return PATTERNS.filter(([, words]) => words.test(plain)).map(([need]) => need);
}
