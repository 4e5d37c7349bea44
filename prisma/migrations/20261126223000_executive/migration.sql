-- Members of the Board's Executive (¶9.2): they are of the board, too.
ALTER TYPE "partnership_role" ADD VALUE 'EXECUTIVE';
