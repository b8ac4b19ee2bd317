package e2e

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// sharedSecret registers accounts on the test's homeserver, which nobody else can reach.
const sharedSecret = "for tests only"

// dendriteConfig is a homeserver that talks to nobody, keeps no one waiting and spends nothing on passwords. Each part
// has a database of its own, because SQLite files cannot be shared among them.
const dendriteConfig = `version: 2
global:
  server_name: localhost
  private_key: key.pem
  disable_federation: true
  cache: {max_size_estimated: 64mb, max_age: 1h}
  jetstream: {in_memory: true, storage_path: ./}
  report_stats: {enabled: false}
client_api:
  registration_disabled: true
  guests_disabled: true
  registration_shared_secret: ` + sharedSecret + `
  rate_limiting: {enabled: false}
user_api:
  bcrypt_cost: 4
  account_database: {connection_string: "file:account.db"}
federation_api: {database: {connection_string: "file:federation.db"}}
key_server: {database: {connection_string: "file:key.db"}}
media_api: {base_path: ./media, database: {connection_string: "file:media.db"}}
mscs: {database: {connection_string: "file:mscs.db"}}
relay_api: {database: {connection_string: "file:relay.db"}}
room_server: {database: {connection_string: "file:room.db"}}
sync_api: {database: {connection_string: "file:sync.db"}}
logging: [{type: std, level: warn}]
`

// configuration is that of a homeserver in a folder. What it keeps is thrown away with that, so nothing has to be safe
// from a power cut; waiting for the disk would take most of the time of a test. Dendrite passes on what stands behind
// the name of a database only where that is a whole path, in which the question mark is escaped.
func configuration(folder string) string {
	return strings.NewReplacer(`"file:`, `"file://`+folder+`/`, `.db"`, `.db%3F_pragma=synchronous%3Doff&_pragma=journal_mode%3Dwal"`).Replace(dendriteConfig)
}

// dendrite is the homeserver.
type dendrite struct {
	url string
	cmd *exec.Cmd
	log notes
}

// startDendrite configures a homeserver in a folder and runs it until it answers.
func startDendrite(folder string) (*dendrite, error) {
	if err := os.WriteFile(filepath.Join(folder, "dendrite.yaml"), []byte(configuration(folder)), 0o600); err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	d := &dendrite{url: "http://" + address}
	if err := d.command(folder, "generate-keys", "--private-key", "key.pem").Run(); err != nil {
		return nil, fmt.Errorf("generate-keys: %w\n%s", err, d.log.String())
	}
	d.cmd = d.command(folder, "dendrite", "-config", "dendrite.yaml", "-http-bind-address", address)
	if err := d.cmd.Start(); err != nil {
		return nil, err
	}
	if !within(patience, d.answers) {
		d.stop()
		return nil, fmt.Errorf("the homeserver is not up within %s:\n%s", patience, d.log.String())
	}
	return d, nil
}

// command is one of the homeserver's programs, in its folder.
func (d *dendrite) command(folder, name string, words ...string) *exec.Cmd {
	cmd := exec.Command(name, words...)
	// Not exec.Command(path): the folder it runs in is another one than ours.
	cmd.Path, cmd.Err = built(name), nil
	cmd.Dir = folder
	cmd.Stdout, cmd.Stderr = &d.log, &d.log
	mortal(cmd)
	return cmd
}

// built is the path of a program in bin, which holds in every folder.
func built(name string) string {
	path, err := filepath.Abs(filepath.Join(bin, name))
	if err != nil {
		return name
	}
	return path
}

// answers says whether the homeserver does.
func (d *dendrite) answers() bool {
	resp, err := http.Get(d.url + "/_matrix/client/versions")
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// stop ends the homeserver, with force if need be: its folder goes anyway.
func (d *dendrite) stop() {
	_ = d.cmd.Process.Signal(syscall.SIGTERM)
	impatience := time.AfterFunc(3*time.Second, func() { _ = d.cmd.Process.Kill() })
	defer impatience.Stop()
	_ = d.cmd.Wait()
}
