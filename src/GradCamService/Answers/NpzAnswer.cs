using GradCamService.Explain.Arrays;
using GradCamService.Explain.Explainers;

namespace GradCamService.Answers;

/// <summary>The answer as numbers for <c>numpy.load</c>: a ZIP of little-endian float32 arrays, one row an explanation.</summary>
internal static class NpzAnswer
{
    public const string MediaType = "application/x-npz";

    public static AnswerFormat Format { get; } = new(MediaType, order => order.WithoutPictures, Write)
    {
        Disposition = "attachment; filename=\"explanation.npz\"",
    };

    /// <param name="rows">In the answer's order.</param>
    /// <param name="height">Of the network's input.</param>
    /// <param name="width">Likewise.</param>
    /// <param name="answer">The answer in words, which is written as JSON.</param>
    public static byte[] File<T>(IReadOnlyList<NumberRow> rows, int height, int width, T answer)
    {
        using var file = new MemoryStream();
        using (var arrays = new ArrayArchive(file))
        {
            var (maps, gradients) = (Own(rows, row => row.Map is not null), Own(rows, row => row.IsGuided));
            if (maps.Count > 0)
            {
                AddMaps(arrays, [.. maps.Select(row => row.Map!)]);
                arrays.Add("heatmap", [height, width], [.. maps.Select(row => row.Map!.Heatmap(height, width))]);
            }
            if (gradients is [{ Attribution: { } first }, ..])
            {
                int[] shape = [first.Length / (height * width), height, width];
                arrays.Add("guided_backprop", shape, [.. gradients.Select(row => row.Attribution!)]);
                if (maps.Count > 0)
                    arrays.Add("guided_grad_cam", shape,
                        [.. maps.Zip(gradients, (one, other) => Explanation.Multiply(other.Attribution!, one.Map!.Heatmap(height, width)))]);
            }
            // Those with one value a pixel and those with one a channel do not fit into one array.
            var others = rows.Where(row => row.Attribution is not null && !row.IsGuided).GroupBy(row => row.Attribution!.Length / (height * width)).ToList();
            foreach (var same in others)
                arrays.Add(others.Count > 1 && (same.First().Map is not null || same.First().IsPixelMap) ? "attribution_map" : "attribution",
                    [same.Key, height, width], [.. same.Select(row => row.Attribution!)]);
            arrays.AddJson("answer.json", answer, JsonAnswer.Options);
        }
        return file.ToArray();
    }

    private static Answer Write(Explained explained, CancellationToken cancellation)
    {
        var (entries, listing, placement) = (JsonAnswer.Entries(explained, cancellation), JsonAnswer.ListingOf(explained), explained.Photo.Placement);
        return new Answer(async (timings, stream, aborted) => await stream.WriteAsync(
            File(NumberRow.Of(explained), placement.InputHeight, placement.InputWidth, JsonAnswer.Response(explained, listing, entries, timings)), aborted));
    }

    /// <summary>Maps of one size as one array; of several layers, whose sizes may differ, one array each.</summary>
    private static void AddMaps(ArrayArchive arrays, List<SignedMap> maps)
    {
        if (maps.All(map => (map.Height, map.Width) == (maps[0].Height, maps[0].Width)))
            arrays.Add("map", [maps[0].Height, maps[0].Width], [.. maps.Select(map => map.Values)]);
        else
            for (var i = 0; i < maps.Count; i++)
                arrays.Add($"map_{i}", [maps[i].Height, maps[i].Width], [maps[i].Values]);
    }

    /// <summary>
    /// An array has a row for each explanation. Where its own method lacks what the array is of, the row is that of its target's first method
    /// that has it; where none has, there is no array.
    /// </summary>
    private static List<NumberRow> Own(IReadOnlyList<NumberRow> rows, Func<NumberRow, bool> has) =>
        [.. rows.Select(row => has(row) ? row : rows.FirstOrDefault(other => other.Target == row.Target && has(other))).OfType<NumberRow>()];
}
