// Command gpx_jobs is the backend of the OpenvCloud Jobs data source; Grafana starts it and speaks gRPC with it.
package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/openvcloud/jobs-grafana/pkg/plugin"
)

func main() {
	if err := datasource.Manage("openvcloud-jobs-datasource", plugin.NewDatasource, datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error(err.Error())
		os.Exit(1)
	}
}
