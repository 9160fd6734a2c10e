using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Tasks.Acting;

/// <summary>Frames of a game → one score an action: a Q-value or logit, which is no share of anything.</summary>
internal static class PolicyTask
{
    public static ModelTask Row { get; } = NamedConcepts.Task(new TaskRules("policy") { Fields = ["actions"], HasFrames = true }) with
    {
        Scores = ScoreMeaning.Linear,
    };
}
