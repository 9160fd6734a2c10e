using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;

namespace GradCamService.Explain.Tasks.Classification;

/// <summary>Photo → one score a class.</summary>
internal static class ClassificationTask
{
    public static ModelTask Row { get; } = NamedConcepts.Task(new TaskRules("classification") { Fields = ["concepts"] });
}
