package query

import (
	"context"
	"net/url"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/config"
)

// jobURL is Job Details of the data source that is asked, up to the guid: "/grafana/d/openvcloud-job/job-details?var-ds=x&var-guid=".
// For HTML, to which Grafana does not add the path it is served under, as it does to data links.
func jobURL(ctx context.Context) string {
	target := rootPath(ctx) + "/d/openvcloud-job/job-details?"
	if settings := backend.PluginConfigFromContext(ctx).DataSourceInstanceSettings; settings != nil {
		target += "var-ds=" + url.QueryEscape(settings.UID) + "&"
	}
	return target + "var-guid="
}

// rootPath is what Grafana is served under, e.g. "/grafana"; empty at the root, and where Grafana does not say.
func rootPath(ctx context.Context) string {
	appURL, err := config.GrafanaConfigFromContext(ctx).AppURL()
	if err != nil {
		return ""
	}
	parsed, err := url.Parse(appURL)
	if err != nil {
		return ""
	}
	return strings.TrimRight(parsed.EscapedPath(), "/")
}
