namespace GradCamService.Management;

/// <summary>Says of a route that it is for operators and administrators: where <c>Management:Port</c> is set, it answers there alone.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class ManagementAttribute : Attribute;
