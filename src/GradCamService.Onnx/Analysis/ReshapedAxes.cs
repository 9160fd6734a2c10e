namespace GradCamService.Onnx.Analysis;

/// <summary>Follows axes through a reshape: sizes whose products agree, from the front, are the same elements.</summary>
internal static class ReshapedAxes
{
    public static TensorAxes Of(TensorAxes axes, IReadOnlyList<long> from, IReadOnlyList<long> to)
    {
        var roles = new AxisRole[to.Count];
        var patches = axes.Patches;
        for (int i = 0, j = 0; i < from.Count && j < to.Count;)
        {
            if (from[i] == to[j])
            {
                roles[j++] = axes.Roles[i++];
                continue;
            }
            if (from[i] == 1)
            {
                i++;
                continue;
            }
            if (to[j] == 1)
            {
                j++;
                continue;
            }
            var (firstIn, firstOut) = (i, j);
            var (inner, outer) = (from[i++], to[j++]);
            while (inner != outer)
                if (inner < outer && i < from.Count)
                    inner *= from[i++];
                else if (outer < inner && j < to.Count)
                    outer *= to[j++];
                else
                    return new TensorAxes(roles);
            patches = Join(axes, from, firstIn, i - firstIn, to, firstOut, j - firstOut, roles) ?? patches;
        }
        // A new axis of size 1 in front, where the batch's went away before.
        if (to.Count > 0 && roles[0] == AxisRole.Other && to[0] == 1 && !roles.Contains(AxisRole.Batch))
            roles[0] = AxisRole.Batch;
        return new TensorAxes(roles, roles.Contains(AxisRole.Position) ? patches : null);
    }

    /// <summary>Rows and columns become positions, or positions rows and columns; every other merger or split loses the meaning.</summary>
    private static PatchGrid? Join(
        TensorAxes axes, IReadOnlyList<long> from, int firstIn, int ins, IReadOnlyList<long> to, int firstOut, int outs, AxisRole[] roles)
    {
        if (ins == 2 && outs == 1 && axes.Roles[firstIn] == AxisRole.Row && axes.Roles[firstIn + 1] == AxisRole.Column)
        {
            roles[firstOut] = AxisRole.Position;
            return new PatchGrid((int)from[firstIn], (int)from[firstIn + 1], 0);
        }
        if (ins == 1 && outs == 2 && axes.Roles[firstIn] == AxisRole.Position && axes.Patches is { Skip: 0 } grid
            && to[firstOut] == grid.Height && to[firstOut + 1] == grid.Width)
            (roles[firstOut], roles[firstOut + 1]) = (AxisRole.Row, AxisRole.Column);
        return null;
    }
}
