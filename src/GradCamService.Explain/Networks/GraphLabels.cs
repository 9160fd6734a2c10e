using GradCamService.Explain.Concepts;
using GradCamService.Onnx;

namespace GradCamService.Explain.Networks;

/// <summary>Labels that an ONNX file itself has.</summary>
internal static class GraphLabels
{
    // Where exporters and people put them.
    private static readonly string[] Keys = ["names", "classes", "class_names", "labels", "label_names", "id2label"];

    /// <summary>Those in its metadata, else those of the nodes behind its scores, with where they were found; null where it has none.</summary>
    public static (IReadOnlyList<string> Labels, string Why)? Of(Graph graph)
    {
        foreach (var key in Keys.Where(graph.Metadata.ContainsKey))
            if (LabelReading.Of(graph.Metadata[key]) is { } list)
                return ([.. list.Classes.Select(concept => concept.Label)], $"metadata_props of the file: '{key}', {list.Form}");
        return graph.Labels is { } labels ? (labels, "the file: labels of the nodes behind its scores") : null;
    }
}
