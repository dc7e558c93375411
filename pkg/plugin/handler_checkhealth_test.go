package plugin

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAgesAreToldInTheUnitThatFits(t *testing.T) {
	for age, want := range map[time.Duration]string{
		-time.Second:            "0 s ago",
		59 * time.Second:        "59 s ago",
		90 * time.Second:        "1 min ago",
		3 * time.Hour:           "3 h ago",
		49 * time.Hour:          "2 days ago",
		30 * 24 * time.Hour * 2: "60 days ago",
	} {
		require.Equal(t, want, ago(age))
	}
}
