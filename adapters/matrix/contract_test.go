package matrix_test

import (
	"testing"

	"ambassador/adapters/adaptertest"
	"ambassador/adapters/matrix/matrixfake"
)

// TestContract holds the adapter against what every adapter must do.
func TestContract(t *testing.T) { adaptertest.Run(t, matrixfake.Open) }
