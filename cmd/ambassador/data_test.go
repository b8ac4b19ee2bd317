package main

import "testing"

func TestCommandLine(t *testing.T) {
	tests := []struct {
		flags dataFlags
		word  string
		want  string
	}{
		{dataFlags{}, "a.csv", "import a.csv"},
		{dataFlags{config: "config.yaml", data: "./data"}, "a.csv", "import a.csv --config config.yaml --data ./data"},
		{dataFlags{data: "my data"}, "Köln.csv", "import Köln.csv --data 'my data'"},
		{dataFlags{}, "it's; $(me).csv", `import 'it'\''s; $(me).csv'`},
		{dataFlags{}, "", "import ''"},
		{dataFlags{}, "~/*.csv", "import '~/*.csv'"},
	}
	for _, test := range tests {
		if got := test.flags.line("import", test.word); got != test.want {
			t.Errorf("%+v with %q: %s, want %s", test.flags, test.word, got, test.want)
		}
	}
}
