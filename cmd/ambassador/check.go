package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
)

func checkCommand() subcommand {
	return subcommand{
		name:     "check",
		summary:  "list every problem of configuration, data and store at once",
		examples: []string{"ambassador check --config config.yaml", "ambassador check --online --config config.yaml"},
		setup: func(flags *flag.FlagSet) action {
			var f dataFlags
			f.declare(flags)
			online := flags.Bool("online", false, "also ask the platforms whether they accept the bot")
			return func(ctx context.Context, sh shell, words []string) error {
				if len(words) > 0 {
					return misused("check takes no words; name the file with --config")
				}
				found := f.examine(ctx, sh)
				if *online {
					found = append(found, f.online(ctx, sh)...)
				}
				return listWrong(sh.out, found)
			}
		},
	}
}

func doctorCommand() subcommand {
	return subcommand{
		name:     "doctor",
		summary:  "say what is well, what is wrong, and what to do about it",
		examples: []string{"ambassador doctor --config config.yaml", "ambassador doctor --data ./data"},
		setup: func(flags *flag.FlagSet) action {
			var f dataFlags
			f.declare(flags)
			return func(ctx context.Context, sh shell, _ []string) error {
				return tell(f.examine(ctx, sh), func(f finding) {
					switch {
					case f.remedy == "":
						fmt.Fprintf(sh.out, "well   %s\n", f.what)
					case f.mild:
						fmt.Fprintf(sh.out, "note   %s\n       → %s\n", f.what, f.remedy)
					default:
						fmt.Fprintf(sh.out, "wrong  %s\n       → %s\n", f.what, f.remedy)
					}
				}, "doctor")
			}
		},
	}
}

// listWrong writes what is wrong, one a line, or in one line that all is well, and what was looked at.
func listWrong(out io.Writer, found []finding) error {
	var well []string
	told := false
	err := tell(found, func(f finding) {
		if f.shown {
			fmt.Fprintln(out, f.what)
			return
		}
		if f.remedy == "" {
			well = append(well, f.what)
			return
		}
		told = true
		fmt.Fprintln(out, f.what)
		if !f.told {
			fmt.Fprintf(out, "  → %s\n", f.remedy)
		}
	}, "check")
	if !told {
		fmt.Fprintf(out, "All is well: %s.\n", strings.Join(well, "; "))
	}
	return err
}

// tell shows all findings, and returns an error that counts those that are wrong; mild ones are not.
func tell(found []finding, show func(finding), who string) error {
	wrong := 0
	for _, f := range found {
		show(f)
		if f.remedy != "" && !f.mild {
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%s: %s", who, count(wrong, "problem", "problems"))
	}
	return nil
}
