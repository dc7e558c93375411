"""What a job used, as its cgroup counted it; what that does not hold is measured as for jobs without one."""

import job_limits
from job_usage import JobUsage


class CgroupUsage(JobUsage):
    def __init__(self, limits, folder, cgroup):
        super().__init__(limits, folder)
        self._cgroup = cgroup

    def exceeded_by(self, status, used):
        self.peak_bytes = max(self.peak_bytes, self._cgroup.peak_bytes())
        return self._cgroup.find_exceeded(self.limits) or super().exceeded_by(status, used)

    def was_out_of_memory(self):
        return self._cgroup.was_out_of_memory()

    def _find_in_processes(self):
        held = self._cgroup.find_exceeded(self.limits)
        if held or not self._cgroup.holds_all:
            return held or super()._find_in_processes()
        return self._first_over((job_limits.CPU, self._cgroup.cpu_seconds()))
