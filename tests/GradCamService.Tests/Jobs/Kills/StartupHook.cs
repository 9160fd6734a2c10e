using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using GradCamService.Jobs.Work;

/// <summary>
/// Loaded into the service's process by DOTNET_STARTUP_HOOKS: kills it, as <c>kill -9</c> does, when it begins the item that the environment names. What a
/// photo does that breaks a native library, without a photo that does.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for it outside of namespaces.")]
internal static class StartupHook
{
    /// <summary>The number of the item.</summary>
    public const string Variable = "TESTS_KILLING_ITEM";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } killing)
            return;
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == JobTraces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.OperationName == "item" && activity.GetTagItem("gradcam.item")?.ToString() == killing)
                    Process.GetCurrentProcess().Kill();
            },
        });
    }
}
