ALTER TABLE convonet.recordings ADD COLUMN broken_off boolean NOT NULL DEFAULT false;
