using System.Numerics.Tensors;
using GradCamService.Explain.Localization;

namespace GradCamService.Explain.Explainers;

/// <summary>Several maps of one target as one.</summary>
internal static class MapFusion
{
    /// <summary>
    /// The mean of ReLU(M) / max M, at the size of the largest map. A map without a positive value says nothing, and counts as 0. One map alone
    /// stays as it is.
    /// </summary>
    public static SignedMap Mean(IReadOnlyList<SignedMap> maps)
    {
        if (maps is [var only])
            return only;
        var (height, width) = (maps.Max(map => map.Height), maps.Max(map => map.Width));
        var mean = new float[height * width];
        foreach (var map in maps)
        {
            var most = TensorPrimitives.Max<float>(map.Values);
            // What is no number must not look like "no evidence".
            if (most <= 0)
                continue;
            var scaled = Array.ConvertAll(map.Values, value => float.IsNaN(value) ? value : Math.Max(value, 0) / most / maps.Count);
            TensorPrimitives.Add(mean, Upsampling.Bilinear(scaled, map.Height, map.Width, height, width), mean);
        }
        return new SignedMap(height, width, mean);
    }
}
