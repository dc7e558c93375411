package plugin

import (
	"context"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

func TestWhatShouldNotStayAsItIsIsSaidWithTheRemedy(t *testing.T) {
	fine := contract.ControllerInfo{Version: "0.1.7", LiveNodes: 3, Role: "viewer"}
	require.Empty(t, warnings(fine, "0.1.0", durations{answer: 1999 * time.Millisecond, connection: 1999 * time.Millisecond}))
	require.Empty(t, warnings(fine, "", durations{answer: time.Millisecond}), "Grafana does not know the plugin's version")
	for want, of := range map[string]func(*contract.ControllerInfo) (string, durations){
		" No agent is live, so no job will run: start an agent on a node, or see why it cannot reach the controller.": func(info *contract.ControllerInfo) (string, durations) {
			info.LiveNodes = 0
			return "0.1.0", durations{}
		},
		" 2 of the JumpScripts cannot be read: see the JumpScripts dashboard.": func(info *contract.ControllerInfo) (string, durations) {
			info.BrokenJumpscripts = 2
			return "0.1.0", durations{}
		},
		" Warning: the token's role is admin, and everybody who may query this data source reads with it: make a token with the role viewer.": func(info *contract.ControllerInfo) (string, durations) {
			info.Role = "admin"
			return "0.1.0", durations{}
		},
		" The controller is version 0.1.7 and this plugin 0.2.0: update the older one.": func(*contract.ControllerInfo) (string, durations) {
			return "0.2.0", durations{}
		},
		" That is slow, and 1000 ms of it went by at the controller: look at its load, and at its database.": func(*contract.ControllerInfo) (string, durations) {
			return "0.1.0", durations{answer: 2 * time.Second, connection: time.Second}
		},
		" That is slow, and 1001 ms of it went by before there was a connection: look at name resolution, the network and proxies between Grafana and the controller.": func(*contract.ControllerInfo) (string, durations) {
			return "0.1.0", durations{answer: 2 * time.Second, connection: 1001 * time.Millisecond}
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

func TestTheTimeOfTheConnectionIsToldFromThatOfTheAnswer(t *testing.T) {
	watch := startWatch()
	ctx := watch.on(context.Background())
	_, err := controller.Ask(ctx, connected(t), controller.Get[contract.ControllerInfo]("/info", nil))
	require.NoError(t, err)
	took := watch.stop()
	require.Positive(t, took.connection)
	require.Less(t, took.connection, took.answer)
}

func connected(t *testing.T) *controller.Client {
	t.Helper()
	client, err := controller.New(controllertest.New(t).URL, controllertest.Token, httpclient.Options{})
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client
}
