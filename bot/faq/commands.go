package faq

import "ambassador/bot"

// Commands lists what can be said here.
func (r *Room) Commands() []bot.Command {
	all := []bot.Command{r.askCommand(), {
		Name: "faq", Summary: "list the questions that I can answer, or find some by their words", Needs: bot.Member, Reads: true,
		Examples: []string{"faq", "faq newsletter"},
		Fields: []bot.Field{
			{Name: "words", Label: "Which words?", Optional: true},
			{Name: "page", Label: "Which page?", Kind: bot.Number, Word: "page", Optional: true, Hidden: true},
		},
		Handle: r.list,
	}, {
		Name: showName, Summary: "read an entry", Needs: bot.Member, Reads: true, Notes: true,
		Examples: []string{"faq show roles"}, Fields: showFields(), Handle: r.show,
	}, {
		Name: helpedName, Summary: "say whether an answer helped", Needs: bot.Member, Reads: true, Notes: true,
		Examples: []string{"faq helped roles yes"}, Fields: helpedFields(), Handle: r.helped,
	}}
	all = append(all, r.ownerCommands()...)
	return append(append(all, r.deskCommands()...), r.settingsCommand())
}

// ownerCommands are for whoever keeps an entry true: its owner, too, which only its record can tell.
func (r *Room) ownerCommands() []bot.Command {
	id := bot.Field{Name: "entry", Label: "Which entry?", Hint: "Its id, or its title."}
	edit, phrase, unphrase, undo := editCommand(), phrasingCommand(), unphraseCommand(), undoCommand()
	edit.Handle, phrase.Handle, unphrase.Handle, undo.Handle = r.edit, r.phrase, r.unphrase, r.undo
	return []bot.Command{edit, phrase, unphrase, {
		Name: "faq retire", Summary: "take an entry that you look after out of use", Needs: bot.Member, Alone: true,
		Examples: []string{"faq retire roles"}, Fields: []bot.Field{id}, Handle: r.retire,
	}, undo, {
		Name: "faq history", Summary: "see who changed an entry that you look after, and how", Needs: bot.Member, Reads: true, Alone: true,
		Examples: []string{"faq history roles"}, Fields: []bot.Field{id}, Handle: r.historyOf,
	}}
}

// deskCommands are for those who look after all entries.
func (r *Room) deskCommands() []bot.Command {
	which := answerFields()[0]
	all := []bot.Command{{
		Name: "faq add", Summary: "add an entry: a question and its answer",
		Examples: []string{"faq add", `faq add "What is a role?" "A role says what somebody looks after." id=roles tags="people, start"`},
		Fields:   addFields(), Handle: r.add,
	}, {
		Name: "faq restore", Summary: "put a retired entry into use again",
		Examples: []string{"faq restore roles"},
		Fields:   []bot.Field{{Name: "entry", Label: "Which entry?", Hint: "Its id, or its title."}}, Handle: r.restore,
	}, {
		Name: "faq unanswered", Summary: "list questions without an answer, the most frequent first", Reads: true,
		Examples: []string{"faq unanswered"},
		Fields:   []bot.Field{{Name: "page", Label: "Which page?", Kind: bot.Number, Word: "page", Optional: true, Hidden: true}}, Handle: r.unanswered,
	}, {
		Name: "faq answer", Summary: "answer a question on that list: with an entry, or a new one",
		Examples: []string{"faq answer 12 roles", `faq answer 12 new "We meet on the first Thursday."`},
		Fields:   answerFields(), Handle: r.learn,
	}, {
		Name: "faq dismiss", Summary: "say that something on that list is no question for me",
		Examples: []string{"faq dismiss 12"}, Fields: []bot.Field{which}, Handle: r.dismiss,
	}, {
		Name: "faq dismissed", Summary: "list what was said to be no question", Reads: true,
		Examples: []string{"faq dismissed"}, Handle: r.dismissed,
	}, {
		Name: "faq reopen", Summary: "put something dismissed on the list again",
		Examples: []string{"faq reopen 12"}, Fields: []bot.Field{which}, Handle: r.reopen,
	}, {
		Name: "faq explain", Summary: "see what a question would get, and why", Reads: true,
		Examples: []string{"faq explain What is a role?"},
		Fields:   []bot.Field{{Name: "question", Label: "Which question?", Kind: bot.Long}}, Handle: r.explain,
	}, {
		Name: "faq conflicts", Summary: "list entries that were changed in a file and in chat", Reads: true,
		Examples: []string{"faq conflicts"}, Handle: r.listConflicts,
	}, {
		Name: "faq keep", Summary: "end a conflict: keep what chat says, or take the file's",
		Examples: []string{"faq keep roles chat"},
		Fields: []bot.Field{
			{Name: "entry", Label: "Which entry?", Hint: "Its id.", Kind: bot.Key},
			{Name: "side", Label: "Whose words?", Kind: bot.Choice, Choices: []string{sideChat, sideFile}},
		},
		Handle: r.decide,
	}, {
		Name: "faq export", Summary: "get the FAQ as a file, with all that was changed in chat", Reads: true,
		Examples: []string{"faq export"}, Handle: r.export,
	}}
	for i := range all {
		all[i].Needs, all[i].Desk, all[i].Alone = bot.Coordinator, Desk, true
	}
	return all
}
