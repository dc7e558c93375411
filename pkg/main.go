// Command gpx_jobs is the backend of the OpenvCloud Jobs data source; Grafana starts it and speaks gRPC with it.
package main

import (
	"os"
	"runtime/debug"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/openvcloud/jobs-grafana/pkg/memory"
	"github.com/openvcloud/jobs-grafana/pkg/plugin"
)

func main() {
	// A page of 1,000 rows is garbage as soon as it is answered: collecting at 1.5 instead of 2 times what lives keeps the
	// process smaller during a burst of such pages, for a little more CPU; what it took then is given back after it.
	debug.SetGCPercent(50)
	go memory.GiveBack(5 * time.Second)
	if err := datasource.Manage("openvcloud-jobs-datasource", plugin.NewDatasource, datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error(err.Error())
		os.Exit(1)
	}
}
