"""Addresses of the steering pages."""

from django.urls import path

from motcua.doors.staff.steering import control, criterion, plans, targets, tasks

steering_urls = [
    path("dieu-hanh", control.control, name="control"),
    path("dieu-hanh/ho-so", control.open_dossiers, name="open-dossiers"),
    path("dieu-hanh/tieu-chi/<str:code>", criterion.criterion, name="criterion"),
    path("ke-hoach", plans.plans, name="plans"),
    path("ke-hoach/<int:number>", plans.plan, name="plan"),
    path("ke-hoach/<int:number>/kiem-tra", plans.review, name="plan-review"),
    path("ke-hoach/<int:number>/xac-nhan", plans.confirm, name="plan-confirm"),
    path("ke-hoach/<int:number>/bo", plans.discard, name="plan-discard"),
    path("ke-hoach/<int:number>/tep", plans.source, name="plan-source"),
    path("ke-hoach/nhiem-vu/<int:number>/sua", plans.correct_task, name="plan-correct-task"),
    path("ke-hoach/chi-tieu/<int:number>/sua", plans.correct_target, name="plan-correct-target"),
    path("nhiem-vu", tasks.tasks, name="tasks"),
    path("nhiem-vu/<int:number>", tasks.task, name="task"),
    path("nhiem-vu/<int:number>/tien-do", tasks.report, name="task-report"),
    path("nhiem-vu/<int:number>/giao", tasks.assign, name="task-assign"),
    path("nhiem-vu/<int:number>/minh-chung/<int:evidence>", tasks.evidence_file, name="task-evidence"),
    path("chi-tieu", targets.targets, name="targets"),
    path("chi-tieu/<int:number>", targets.enter, name="target-value"),
]
