using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>The analysed pixels from the most to the least important.</summary>
internal static class PixelOrder
{
    /// <returns>Places in the input, <c>y W + x</c>; equally high pixels from top to bottom and from left to right.</returns>
    public static int[] Of(float[] heatmap, Placement placement)
    {
        var map = AnalyzedMap.Of(heatmap, placement);
        var content = placement.ContentPixels;
        var keys = new ulong[map.Values.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = (ulong)Descending(map.Values[i]) << 32 | (uint)i;
        Array.Sort(keys);
        return Array.ConvertAll(keys, key =>
            (content.Y + (int)(uint)key / map.Width) * placement.InputWidth + content.X + (int)(uint)key % map.Width);
    }

    // The bits of floats that are not negative are in the floats' order.
    private static uint Descending(float value) => ~BitConverter.SingleToUInt32Bits(Math.Max(value, 0));
}
