package plugin

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

func TestWhatShouldNotStayAsItIsIsSaidWithTheRemedy(t *testing.T) {
	fine := contract.ControllerInfo{Version: "0.1.7", LiveNodes: 3, Role: "viewer"}
	require.Empty(t, warnings(fine, "0.1.0", 1999*time.Millisecond))
	require.Empty(t, warnings(fine, "", time.Millisecond), "Grafana does not know the plugin's version")
	for want, of := range map[string]func(*contract.ControllerInfo) (string, time.Duration){
		" No agent is live, so no job will run: start an agent on a node, or see why it cannot reach the controller.": func(info *contract.ControllerInfo) (string, time.Duration) {
			info.LiveNodes = 0
			return "0.1.0", 0
		},
		" 2 of the JumpScripts cannot be read: see the JumpScripts dashboard.": func(info *contract.ControllerInfo) (string, time.Duration) {
			info.BrokenJumpscripts = 2
			return "0.1.0", 0
		},
		" Warning: the token's role is admin, and everybody who may query this data source reads with it: make a token with the role viewer.": func(info *contract.ControllerInfo) (string, time.Duration) {
			info.Role = "admin"
			return "0.1.0", 0
		},
		" The controller is version 0.1.7 and this plugin 0.2.0: update the older one.": func(*contract.ControllerInfo) (string, time.Duration) {
			return "0.2.0", 0
		},
		" That is slow: look at the network between Grafana and the controller, and at the controller's load.": func(*contract.ControllerInfo) (string, time.Duration) {
			return "0.1.0", 2 * time.Second
		},
	} {
		info := fine
		version, took := of(&info)
		require.Equal(t, want, warnings(info, version, took))
	}
}

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
