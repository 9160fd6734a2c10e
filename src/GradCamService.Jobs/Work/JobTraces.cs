using System.Diagnostics;

namespace GradCamService.Jobs.Work;

/// <summary>Traces of what is computed for jobs; each part belongs to the trace of the request that its job came with.</summary>
public static class JobTraces
{
    public const string SourceName = "GradCamService.Jobs";

    public static readonly ActivitySource Source = new(SourceName);
}
