package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"text/tabwriter"

	"ambassador/adapters/matrix"
	"ambassador/bot/place"
)

// version is set by the linker, -ldflags "-X main.version=v1.2.3", and by nothing else.
var version string

func versionCommand() subcommand {
	return subcommand{
		name:     "version",
		summary:  "say what this program is made of: versions, encryption, age of the data",
		examples: []string{"ambassador version"},
		setup:    func(*flag.FlagSet) action { return showVersion },
	}
}

func showVersion(_ context.Context, sh shell, _ []string) error {
	places, err := place.Open()
	if err != nil {
		return err
	}
	fmt.Fprintf(sh.out, "ambassador %s\n", cmp.Or(version, "(built without a version)"))
	table := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "go:\t%s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(table, "e2ee:\t%s\n", matrix.Encryption)
	fmt.Fprintf(table, "places:\t%s\n", places.Vintage())
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" || setting.Key == "vcs.time" {
				fmt.Fprintf(table, "%s:\t%s\n", setting.Key, setting.Value)
			}
		}
		for _, module := range info.Deps {
			fmt.Fprintf(table, "module:\t%s %s\n", module.Path, module.Version)
		}
	}
	return table.Flush()
}
