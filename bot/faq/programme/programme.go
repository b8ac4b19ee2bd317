// Package programme holds what people ask about a community's ambassador programme, and
// answers that hold for any community: the FAQ that is there before somebody writes one.
package programme

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml
var files embed.FS

// Files are the files of the FAQ, one for each theme, all of them at the top. Whoever reads
// them must not care for their order: what belongs together is only related by id.
func Files() fs.FS { return files }
