using GradCamService.Explain.Concepts;
using GradCamService.Onnx;

namespace GradCamService.Explain.Networks;

/// <summary>Labels that an ONNX file itself has.</summary>
internal static class GraphLabels
{
    // Where exporters and people put them.
    private static readonly string[] Keys = ["names", "classes", "class_names", "labels", "label_names", "id2label"];

    /// <summary>Those in its metadata, with where they were found; null where it has none.</summary>
    public static (LabelList List, string Why)? Of(Graph graph) => Keys
        .Where(graph.Metadata.ContainsKey)
        .Select(key => (List: LabelReading.Of(graph.Metadata[key])!, Why: $"metadata_props of the file: '{key}'"))
        .Where(found => found.List is not null)
        .Select(found => ((LabelList, string)?)(found.List, $"{found.Why}, {found.List.Form}"))
        .FirstOrDefault();
}
