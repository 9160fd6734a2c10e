namespace GradCamService.Onnx.Analysis;

/// <summary>What an axis of a tensor runs over.</summary>
internal enum AxisRole
{
    Other,
    Batch,
    Channel,
    Row,
    Column,

    /// <summary>Rows and columns as one axis.</summary>
    Position,
}

/// <summary>How positions that are one axis lie on the image.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Skip">Tokens before the first.</param>
internal sealed record PatchGrid(int Height, int Width, int Skip);

/// <summary>The roles of a tensor's axes.</summary>
/// <param name="Roles">One an axis.</param>
/// <param name="Patches">The grid of the axis <see cref="AxisRole.Position"/>; null where it is not known.</param>
internal sealed record TensorAxes(IReadOnlyList<AxisRole> Roles, PatchGrid? Patches = null)
{
    public static readonly TensorAxes Nchw = new([AxisRole.Batch, AxisRole.Channel, AxisRole.Row, AxisRole.Column]);

    public static readonly TensorAxes Nhwc = new([AxisRole.Batch, AxisRole.Row, AxisRole.Column, AxisRole.Channel]);

    public static readonly TensorAxes Chw = new([AxisRole.Channel, AxisRole.Row, AxisRole.Column]);

    public static readonly TensorAxes Hwc = new([AxisRole.Row, AxisRole.Column, AxisRole.Channel]);

    /// <summary>Whether positions go along one side of the image only, as the columns that a recurrent layer reads.</summary>
    public bool IsLine => !Roles.Contains(AxisRole.Position) && Roles.Contains(AxisRole.Row) != Roles.Contains(AxisRole.Column);

    public int IndexOf(AxisRole role) => Roles.ToList().IndexOf(role);

    /// <summary>Whether moving along an axis moves on the image, or may do so.</summary>
    public bool IsSpatial(int axis) => Roles[axis] is AxisRole.Row or AxisRole.Column or AxisRole.Position or AxisRole.Other;

    /// <summary>The layout of a tensor with these axes and sizes; null where it is neither a map nor a sequence of tokens.</summary>
    public SpatialLayout? LayoutOf(IReadOnlyList<long> shape)
    {
        if (Roles.SequenceEqual(Nchw.Roles))
            return new SpatialLayout(SpatialForm.ChannelsFirst, (int)shape[2], (int)shape[3]);
        if (Roles.SequenceEqual(Nhwc.Roles))
            return new SpatialLayout(SpatialForm.ChannelsLast, (int)shape[1], (int)shape[2]);
        if (Roles.SequenceEqual(Chw.Roles))
            return new SpatialLayout(SpatialForm.ChannelsFirst, (int)shape[1], (int)shape[2]);
        if (Roles.SequenceEqual(Hwc.Roles))
            return new SpatialLayout(SpatialForm.ChannelsLast, (int)shape[0], (int)shape[1]);
        if (Roles is [AxisRole.Batch, AxisRole.Row or AxisRole.Column, AxisRole.Channel or AxisRole.Other])
            return new SpatialLayout(SpatialForm.Tokens, Roles[1] == AxisRole.Row ? (int)shape[1] : 1, Roles[1] == AxisRole.Row ? 1 : (int)shape[1]);
        return Patches is not null && Roles.SequenceEqual([AxisRole.Batch, AxisRole.Position, AxisRole.Channel])
            ? new SpatialLayout(SpatialForm.Tokens, Patches.Height, Patches.Width, Patches.Skip)
            : null;
    }

    /// <summary>The same roles for a tensor of other sizes: a grid stays known while its patches are all there.</summary>
    public TensorAxes For(IReadOnlyList<long> shape)
    {
        if (Patches is null || IndexOf(AxisRole.Position) is not (>= 0 and var position))
            return this;
        var skip = (int)shape[position] - Patches.Height * Patches.Width;
        // Fewer special tokens than before: a class token was cut off. More come by a concatenation, which says where.
        return this with { Patches = skip >= 0 && skip <= Patches.Skip ? Patches with { Skip = skip } : null };
    }
}
