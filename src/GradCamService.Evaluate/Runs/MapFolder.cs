using System.Text.Json;
using GradCamService.Evaluate.Plans;
using GradCamService.Explain.Arrays;
using GradCamService.Explain.Explainers;

namespace GradCamService.Evaluate.Runs;

/// <summary>
/// The maps that were measured, one file for <c>numpy.load</c> a model and photo: <c>maps/MODEL/PHOTO.npz</c>. Each is whole or not there, and the same
/// whenever it is computed.
/// </summary>
/// <param name="output">The folder of the evaluation.</param>
public sealed class MapFolder(string output)
{
    public const string Name = "maps";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the maps of a photo. Safe to call from many threads, for different photos.</summary>
    /// <param name="model">Which model explained it.</param>
    /// <param name="result">What was measured of it: its maps are the explanations, one by one.</param>
    /// <param name="explanations">Of the photo.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    internal void Write(EvaluatedModel model, ImageResult result, IReadOnlyList<Explanation> explanations)
    {
        var path = Path.Combine(output, Name, model.Name, result.Image + ".npz");
        var unfinished = path + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = File.Create(unfinished))
        using (var arrays = new ArrayArchive(file))
            Write(arrays, model, result, explanations);
        File.Move(unfinished, path, overwrite: true);
    }

    private static void Write(ArrayArchive arrays, EvaluatedModel model, ImageResult result, IReadOnlyList<Explanation> explanations)
    {
        // By array, which of the result's maps its rows are.
        var rows = new Dictionary<string, IReadOnlyList<int>>();
        if (explanations.FirstOrDefault(each => each.Map is not null)?.Map is { } map)
            Add("map", [map.Height, map.Width], explanation => explanation.Map?.Values);
        // Those with one value a pixel and those with one a channel do not fit into one array.
        AddPixels("attribution", explanation => explanation.Method.Pixels?.IsMap == false);
        AddPixels("attribution_map", explanation => explanation.Method.Pixels?.IsMap == true);
        arrays.AddJson("answer.json", new { model = model.Name, layer = model.Layer.Name, rows, result }, Json);

        void AddPixels(string name, Func<Explanation, bool> isMeant)
        {
            if (explanations.FirstOrDefault(isMeant) is { } first && (first.Photo.Placement.InputHeight, first.Photo.Placement.InputWidth) is var (height, width))
                Add(name, [first.Attribution!.Length / (height * width), height, width],
                    explanation => isMeant(explanation) ? explanation.Attribution : null);
        }

        void Add(string name, int[] shape, Func<Explanation, float[]?> values)
        {
            rows[name] = [.. Enumerable.Range(0, explanations.Count).Where(i => values(explanations[i]) is not null)];
            arrays.Add(name, shape, [.. explanations.Select(values).OfType<float[]>()]);
        }
    }
}
