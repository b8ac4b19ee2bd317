package console

import (
	"os"

	"github.com/peterh/liner"
)

// recall gives the editor the lines of earlier conversations. History is a convenience: where it
// cannot be read, the conversation begins without it.
func (c *Console) recall(editor *liner.State) {
	if c.opt.History == "" {
		return
	}
	file, err := os.Open(c.opt.History)
	if err != nil {
		return
	}
	defer file.Close()
	editor.ReadHistory(file)
}

// keep writes the editor's lines to the history file, which only its owner may read: people type
// words here that are meant for one other person.
func (c *Console) keep(editor *liner.State) {
	if c.opt.History == "" {
		return
	}
	file, err := os.OpenFile(c.opt.History, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return
	}
	defer file.Close()
	editor.WriteHistory(file)
}
