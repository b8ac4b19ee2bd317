package directory

// Group is a local user group. All of it is public except Source.
type Group struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Spot      Spot     `json:"spot"`
	Languages []string `json:"languages,omitempty"` // ISO 639 codes
	Topics    []string `json:"topics,omitempty"`
	Links     []string `json:"links,omitempty"`
	Leaders   []string `json:"leaders,omitempty"` // ids of people
	Mentor    string   `json:"mentor,omitempty"`  // id of the ambassador who signed up as mentor
	Standing  Standing `json:"standing"`
	Since     string   `json:"since,omitempty"` // 2006-01-02: when it was founded
	Source    string   `json:"source,omitempty"`
}

// Standing is how far a group has come in the official process.
type Standing string

// The four standings; Fresh is what a file means that says nothing.
const (
	Official Standing = "official"
	Fresh    Standing = "new"
	Lapsed   Standing = "lapsed"
	Revoked  Standing = "revoked" // never shown as a group to go to
)
