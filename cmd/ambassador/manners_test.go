package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// The sizes past which a second noun hides in a file or a function.
const (
	longestFile = 500 // lines
	longestFunc = 80
)

// TestManners holds every Go file of the repository against the manners that a machine can see.
func TestManners(t *testing.T) {
	fset := token.NewFileSet()
	for _, p := range packages(t) {
		files, err := filepath.Glob(filepath.Join(p.Dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		documented := false
		for _, path := range files {
			file, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			documented = documented || file.Doc != nil && !strings.HasSuffix(path, "_test.go")
			for _, fault := range faults(fset, file) {
				t.Error(fault)
			}
		}
		if !documented {
			t.Errorf("%s: the package does not say what it is", p.ImportPath)
		}
	}
}

// TestMannersSeen makes sure that the rules find what they look for.
func TestMannersSeen(t *testing.T) {
	source := "package p\n\nvar count int\n\nfunc Bare() { count++ }\n\n// Wrong name.\ntype Noun struct{}\n\nfunc init() {}\n\nfunc long() {\n" +
		strings.Repeat("\tprintln()\n", longestFile) + "}\n"
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	found := strings.Join(faults(fset, file), "\n") + "\n"
	for _, want := range []string{
		"p.go:1: 512 lines are more than one file should have\n",
		"p.go:5: Bare has no comment that begins with its name\n",
		"p.go:5: count is changed here: state belongs to somebody\n",
		"p.go:8: Noun has no comment that begins with its name\n",
		"p.go:10: init runs unseen\n",
		"p.go:12: 502 lines are more than one function should have\n",
	} {
		if !strings.Contains(found, want) {
			t.Errorf("not found: %sin:\n%s", want, found)
		}
	}
}

// faults lists what is wrong with a file, as file:line: what.
func faults(fset *token.FileSet, file *ast.File) (all []string) {
	wrong := func(at token.Pos, format string, args ...any) {
		p := fset.Position(at)
		all = append(all, fmt.Sprintf("%s:%d: %s", p.Filename, p.Line, fmt.Sprintf(format, args...)))
	}
	size := func(n ast.Node) int { return fset.Position(n.End()).Line - fset.Position(n.Pos()).Line + 1 }
	if n := fset.File(file.Pos()).LineCount() - 1; n > longestFile {
		wrong(file.Pos(), "%d lines are more than one file should have", n)
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			if n := size(f); n > longestFunc {
				wrong(f.Pos(), "%d lines are more than one function should have", n)
			}
			if f.Name.Name == "init" && f.Recv == nil {
				wrong(f.Pos(), "init runs unseen")
			}
		}
	}
	if !strings.HasSuffix(fset.Position(file.Pos()).Filename, "_test.go") {
		for name, doc := range exported(file) {
			if !strings.HasPrefix(doc.Text(), name.Name+" ") {
				wrong(name.Pos(), "%s has no comment that begins with its name", name.Name)
			}
		}
	}
	for name, at := range changed(file) {
		wrong(at, "%s is changed here: state belongs to somebody", name)
	}
	return all
}

// exported lists the exported functions, methods and types of a file with their comments. Constants and
// variables are left to people, since a group of them may have one comment for all.
func exported(file *ast.File) map[*ast.Ident]*ast.CommentGroup {
	docs := make(map[*ast.Ident]*ast.CommentGroup)
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d))) {
				docs[d.Name] = d.Doc
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok && t.Name.IsExported() {
					docs[t.Name] = cmp.Or(t.Doc, d.Doc)
				}
			}
		}
	}
	return docs
}

// receiver is the name of the type that a method belongs to.
func receiver(f *ast.FuncDecl) string {
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	switch generic := t.(type) {
	case *ast.IndexExpr:
		t = generic.X
	case *ast.IndexListExpr:
		t = generic.X
	}
	name, _ := t.(*ast.Ident)
	return name.Name
}

// changed lists the package variables of a file that its functions change, and where. A local
// variable of the same name counts, too: it should have another one.
func changed(file *ast.File) map[string]token.Pos {
	globals, found := make(map[string]bool), make(map[string]token.Pos)
	for _, d := range file.Decls {
		if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.VAR {
			for _, spec := range d.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					globals[name.Name] = true
				}
			}
		}
	}
	note := func(target ast.Expr) {
		if index, ok := target.(*ast.IndexExpr); ok {
			target = index.X
		}
		if name, ok := target.(*ast.Ident); ok && name.Name != "_" && globals[name.Name] {
			found[name.Name] = name.Pos()
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IncDecStmt:
			note(n.X)
		case *ast.AssignStmt:
			for _, target := range n.Lhs {
				if n.Tok != token.DEFINE {
					note(target)
				}
			}
		}
		return true
	})
	return found
}
