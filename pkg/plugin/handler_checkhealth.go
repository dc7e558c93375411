package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
)

// healthDetails is what the app's configuration page reads beside the message.
type healthDetails struct {
	Info       *contract.ControllerInfo `json:"info,omitempty"`
	AnsweredMs int64                    `json:"answeredMs"`
	// ConnectedMs of them passed before there was a connection: name, proxy, TCP and TLS.
	ConnectedMs int64 `json:"connectedMs,omitempty"`
	// Kind of the failure.
	Kind string `json:"kind,omitempty"`
}

// CheckHealth says what is connected, or what stands in between and what to do about it.
func (d *Datasource) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	if d.unusable != nil {
		return unhealthy(d.unusable, 0), nil //nolint:nilerr // the result tells it
	}
	watch := startWatch()
	info, err := controller.Ask(watch.on(ctx), d.client, controller.Get[contract.ControllerInfo]("/info", nil))
	took := watch.stop()
	if err != nil {
		return unhealthy(err, took.answer), nil
	}
	return result(backend.HealthStatusOk, describe(info, took.answer)+warnings(info, req.PluginContext.PluginVersion, took)+d.describeActs(ctx), healthDetails{
		Info: &info, AnsweredMs: took.answer.Milliseconds(), ConnectedMs: took.connection.Milliseconds(),
	}), nil
}

// describeActs says who may act, and what is wrong with the token to act by: nobody else would tell before it is needed.
func (d *Datasource) describeActs(ctx context.Context) string {
	if d.operator == nil {
		return ""
	}
	limit := 1
	// Every viewer may read everything else: this one wants an operator.
	if _, err := controller.Ask(ctx, d.operator, controller.Get[contract.AuditList]("/audit", contract.ListAuditParams{Limit: &limit})); err != nil {
		return " Warning: nobody can act from Grafana, as the operator token is no use: " + err.Error()
	}
	return " " + d.acts.Describe()
}

func unhealthy(err error, took time.Duration) *backend.CheckHealthResult {
	details := healthDetails{Kind: "settings", AnsweredMs: took.Milliseconds()}
	var fault *controller.Error
	if errors.As(err, &fault) {
		details.Kind = string(fault.Kind)
	}
	return result(backend.HealthStatusError, err.Error(), details)
}

func result(status backend.HealthStatus, message string, details healthDetails) *backend.CheckHealthResult {
	text, err := json.Marshal(details)
	if err != nil {
		panic(err) // plain values, which cannot fail to marshal
	}
	return &backend.CheckHealthResult{Status: status, Message: message, JSONDetails: text}
}

// describe: "Connected to Agent Controller 0.1.0 (grid 1): 3 of 3 agents live, 20 JumpScripts, last job 4 s ago;
// answered in 12 ms."
func describe(info contract.ControllerInfo, took time.Duration) string {
	return fmt.Sprintf("Connected to Agent Controller %s (grid %d): %d of %d agents live, %d JumpScripts, %s; answered in %d ms.",
		info.Version, info.Gid, info.LiveNodes, info.Nodes, info.Jumpscripts, lastJob(info), took.Milliseconds())
}

// slowAnswer is what a person begins to wait for; the controller answers this question from memory and a few indexes.
const slowAnswer = 2 * time.Second

// warnings say what works and should not stay as it is, and what to do: each begins with a space.
func warnings(info contract.ControllerInfo, pluginVersion string, took durations) string {
	var text strings.Builder
	if info.LiveNodes == 0 {
		text.WriteString(" No agent is live, so no job will run: start an agent on a node, or see why it cannot reach the controller.")
	}
	if info.BrokenJumpscripts > 0 {
		fmt.Fprintf(&text, " %d of the JumpScripts cannot be read: see the JumpScripts dashboard.", info.BrokenJumpscripts)
	}
	if info.Role == "admin" {
		text.WriteString(" Warning: the token's role is admin, and everybody who may query this data source reads with it: make a token with the role viewer.")
	}
	if ours := release(pluginVersion); ours != "" && ours != release(info.Version) {
		fmt.Fprintf(&text, " The controller is version %s and this plugin %s: update the older one.", info.Version, pluginVersion)
	}
	switch alone := took.answer - took.connection; {
	case took.answer < slowAnswer:
	case took.connection > alone:
		fmt.Fprintf(&text, " That is slow, and %d ms of it went by before there was a connection: look at name resolution, the network and proxies between Grafana and the controller.", took.connection.Milliseconds())
	default:
		fmt.Fprintf(&text, " That is slow, and %d ms of it went by at the controller: look at its load, and at its database.", alone.Milliseconds())
	}
	return text.String()
}

// release of a version is what has to be the same on both sides: 0.1 of 0.1.7. Grafana may not know the plugin's.
func release(version string) string {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 3 {
		return ""
	}
	return parts[0] + "." + parts[1]
}

// lastJob goes by the controller's clock on both sides, so that a clock that is off elsewhere does not show.
func lastJob(info contract.ControllerInfo) string {
	if info.LastJob == nil {
		return "no job yet"
	}
	return "last job " + ago(time.Duration(info.AsOf-info.LastJob.TimeCreate)*time.Millisecond)
}

func ago(age time.Duration) string {
	switch age = max(0, age); {
	case age < time.Minute:
		return fmt.Sprintf("%d s ago", int(age.Seconds()))
	case age < time.Hour:
		return fmt.Sprintf("%d min ago", int(age.Minutes()))
	case age < 48*time.Hour:
		return fmt.Sprintf("%d h ago", int(age.Hours()))
	}
	return fmt.Sprintf("%d days ago", int(age.Hours()/24))
}
