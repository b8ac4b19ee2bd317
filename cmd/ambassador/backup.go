package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"ambassador/store/bolt"
)

func backupCommand() subcommand {
	return subcommand{
		name:     "backup",
		args:     "FILE",
		summary:  "copy the database to FILE, also while the bot runs, and check the copy",
		examples: []string{"ambassador backup monday.db --data ./data"},
		setup: func(flags *flag.FlagSet) action {
			var f dataFlags
			f.declare(flags)
			return func(ctx context.Context, sh shell, words []string) error {
				if len(words) != 1 {
					return misused("backup: want the file to write, such as: ambassador backup monday.db")
				}
				if err := f.backup(ctx, sh, words[0]); err != nil {
					return fmt.Errorf("backup: %w", err)
				}
				fmt.Fprintf(sh.out, "%s is a complete copy, read back and checked.\n", words[0])
				return nil
			}
		},
	}
}

// backup copies the database that the flags name. A bot that has it open makes the copy itself.
func (f dataFlags) backup(ctx context.Context, sh shell, path string) error {
	c, err := f.read(sh)
	if err != nil {
		return err
	}
	if err := askBackup(ctx, c.DataDir, path); !errors.Is(err, errNobody) {
		return err
	}
	db, err := openDatabase(databaseFile(c.DataDir), bolt.Options{Log: warnings(sh)})
	if err != nil {
		return err
	}
	return errors.Join(plainly(path, stripped(db.Backup(ctx, path))), db.Close())
}
