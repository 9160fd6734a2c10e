namespace GradCamService.Onnx.Analysis;

/// <summary>Nodes that reorder axes, and choose or join channels.</summary>
internal static class PixelMoves
{
    public static IReadOnlyList<ChannelValues>? Transposed(PixelStep step)
    {
        if (step.First is not { } pixels)
            return null;
        var order = step.Node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, pixels.Rank).Reverse().Select(axis => (long)axis)];
        return [pixels with { Axis = pixels.Axis is { } axis ? Array.IndexOf(order, axis) : null }];
    }

    /// <summary>
    /// Only the axes around the channels change; of sizes that are computed, an exporter's, that is believed. Flattening leaves no channels.
    /// </summary>
    public static IReadOnlyList<ChannelValues>? Reshaped(PixelStep step)
    {
        if (step.First is not { } pixels || (step.Node.Inputs.Count < 2 && !step.Node.Attributes.Has("shape")))
            return null;
        var sizes = step.Longs(1, "shape");
        return sizes is null || (sizes.Length == pixels.Rank && pixels.Axis is { } axis && sizes[axis] == pixels.Channels.Count) ? [pixels] : null;
    }

    public static IReadOnlyList<ChannelValues>? Squeezed(PixelStep step)
    {
        if (step.First is not { Axis: { } axis } pixels || step.Longs(1, "axes") is not { } axes)
            return null;
        var gone = axes.Select(each => each < 0 ? each + pixels.Rank : each).ToHashSet();
        return gone.Contains(axis) ? null : [pixels with { Axis = axis - gone.Count(each => each < axis), Rank = pixels.Rank - gone.Count }];
    }

    public static IReadOnlyList<ChannelValues>? Unsqueezed(PixelStep step)
    {
        if (step.First is not { } pixels || step.Longs(1, "axes") is not { } axes)
            return null;
        var rank = pixels.Rank + axes.Length;
        var added = axes.Select(each => each < 0 ? each + rank : each).ToHashSet();
        var old = Enumerable.Range(0, rank).Where(axis => !added.Contains(axis)).ToList();
        return [pixels with { Axis = pixels.Axis is { } axis ? old[axis] : (int)added.First(), Rank = rank }];
    }

    public static IReadOnlyList<ChannelValues>? Gathered(PixelStep step)
    {
        if (step.First is not { } pixels || step.Constant(1) is not { } indices || step.Axis(0, pixels.Rank) != pixels.Axis)
            return null;
        var chosen = pixels.Select(TensorValues.Longs(indices));
        return indices.dim() switch
        {
            0 => [chosen with { Axis = null, Rank = pixels.Rank - 1 }],
            1 => [chosen],
            _ => null,
        };
    }

    public static IReadOnlyList<ChannelValues>? Sliced(PixelStep step)
    {
        if (step.First is not { } pixels || step.Longs(1, "starts") is not { } starts || step.Longs(2, "ends") is not { } ends)
            return null;
        var axes = step.Longs(3, "axes") ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        var steps = step.Longs(4, "steps") ?? [.. starts.Select(_ => 1L)];
        var at = Array.FindIndex(axes, axis => (axis < 0 ? axis + pixels.Rank : axis) == pixels.Axis);
        return at < 0 ? [pixels] : [pixels.Select(Range(starts[at], ends[at], steps[at], pixels.Channels.Count))];
    }

    public static IReadOnlyList<ChannelValues>? Split(PixelStep step)
    {
        if (step.First is not { } pixels)
            return null;
        var parts = step.Node.Outputs.Count;
        if (step.Axis(0, pixels.Rank) != pixels.Axis)
            return [.. Enumerable.Repeat(pixels, parts)];
        var sizes = step.Longs(1, "split") ?? [.. Enumerable.Repeat((long)(pixels.Channels.Count / parts), parts)];
        var start = 0L;
        return [.. sizes.Select(size => pixels.Select(Range(start, start += size, 1, pixels.Channels.Count)))];
    }

    public static IReadOnlyList<ChannelValues>? Joined(PixelStep step)
    {
        var parts = Enumerable.Range(0, step.Node.Inputs.Count).Select(step.At).OfType<ChannelValues>().ToList();
        if (parts.Count != step.Node.Inputs.Count || parts.Any(part => part.Axis != parts[0].Axis || part.Rank != parts[0].Rank))
            return null;
        return step.Axis(1, parts[0].Rank) == parts[0].Axis ? [parts[0] with { Channels = [.. parts.SelectMany(part => part.Channels)] }] : [parts[0]];
    }

    /// <summary>The places that a slice takes, by the rules of Python's.</summary>
    private static IEnumerable<long> Range(long start, long end, long step, int count)
    {
        var (first, last) = (step < 0 ? -1L : 0, step < 0 ? count - 1L : count);
        start = Math.Clamp(start < 0 ? start + count : start, first, last);
        end = Math.Clamp(end < 0 ? Math.Max(end, -count - 1) + count : end, first, last);
        for (var at = start; step != 0 && (step < 0 ? at > end : at < end); at += step)
            yield return at;
    }
}
