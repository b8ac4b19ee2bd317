package matrix

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// update writes the golden files instead of checking them.
var update = flag.Bool("update", false, "write the golden files")

// each runs a test for every golden file of a folder.
func each(t *testing.T, folder string, test func(t *testing.T, path string)) {
	t.Helper()
	files, err := filepath.Glob("testdata/" + folder + "/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { test(t, path) })
	}
}

// archive reads a golden file.
func archive(t testing.TB, path string) *txtar.Archive {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// golden holds JSON against the file of that name in an archive of testdata.
func golden(t *testing.T, path, name string, got any) {
	t.Helper()
	a := archive(t, path)
	var out bytes.Buffer
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	to.SetIndent("", "  ")
	if err := to.Encode(got); err != nil {
		t.Fatal(err)
	}
	data := out.Bytes()
	kept := a.Files[:0]
	found := false
	for _, f := range a.Files {
		if f.Name != name {
			kept = append(kept, f)
			continue
		}
		if found = true; string(f.Data) != string(data) && !*update {
			t.Errorf("%s: %s is\n%swant\n%s", path, name, data, f.Data)
		}
	}
	if !found && !*update {
		t.Errorf("%s has no %s; it is\n%s", path, name, data)
	}
	if *update {
		a.Files = append(kept, txtar.File{Name: name, Data: data})
		if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
