using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Outputs;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Layers;

/// <summary>What is known when a task looks for its outputs in a network.</summary>
/// <param name="Manifest">What the manifest says.</param>
/// <param name="Network">The network.</param>
/// <param name="Probe">A run of it.</param>
/// <param name="Labels">How many names the manifest's list has; null where it names none.</param>
/// <param name="Usual">What the scores of the task are unless the manifest says otherwise; null where the graph tells.</param>
internal sealed record OutputSearch(ModelManifest Manifest, ImageNetwork Network, NetworkProbe Probe, int? Labels, ScoreMeaning? Usual);

/// <summary>The outputs of a task.</summary>
/// <param name="Manifest">The manifest with output and scores; <see cref="ModelManifest.Inferred"/> says how each was found.</param>
/// <param name="Tensor">The tensor that is read.</param>
/// <param name="Reading">How.</param>
/// <param name="Concepts">How many concepts there are to ask for.</param>
internal sealed record FoundOutputs(ModelManifest Manifest, string Tensor, OutputReading Reading, int Concepts);
