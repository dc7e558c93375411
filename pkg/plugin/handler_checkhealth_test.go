package plugin

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAgesAreToldInTheUnitThatFits(t *testing.T) {
	for age, want := range map[time.Duration]string{
		-time.Second:            "0 s ago",
		0:                       "0 s ago",
		59 * time.Second:        "59 s ago",
		time.Minute:             "1 min ago",
		90 * time.Second:        "1 min ago",
		time.Hour - 1:           "59 min ago",
		time.Hour:               "1 h ago",
		48*time.Hour - 1:        "47 h ago",
		48 * time.Hour:          "2 days ago",
		30 * 24 * time.Hour * 2: "60 days ago",
	} {
		require.Equal(t, want, ago(age))
	}
}
