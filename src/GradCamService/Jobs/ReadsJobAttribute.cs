namespace GradCamService.Jobs;

/// <summary>Says of a route that its body is a job, so that the API's document shows the fields.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsJobAttribute : Attribute;
