using System.Diagnostics.CodeAnalysis;

namespace GradCamService.Onnx.Operators;

/// <summary>The index of all operators, keyed by domain, name and since-version. Each category contributes its own lines.</summary>
internal static class OperatorTable
{
    /// <summary>
    /// The newest version of the standard operator set that a file may use. The table has the behaviours up to version 27: 26 adds BitCast and
    /// CumProd, 27 adds CausalConvWithState and LinearAttention and gives Range types that it has here already. Nothing that changes in 28 was
    /// published when this was written; an operator that does must get its own line, or be taken out from there.
    /// </summary>
    public const int NewestOpset = 28;

    /// <summary>All lines. Two categories that claim the same key are a programming error and fail here.</summary>
    public static readonly IReadOnlyDictionary<OperatorKey, OperatorLine> Lines = Merge(
        Activations.Operators,
        Arithmetic.Operators,
        Attentions.Operators,
        AveragePools.Operators,
        Bits.Operators,
        Blocks.Operators,
        ControlFlow.Operators,
        Convolutions.Operators,
        Detection.Operators,
        FusedAttentions.Operators,
        FusedEmbeddings.Operators,
        FusedFactors.Operators,
        FusedGelus.Operators,
        Functions.Operators,
        Generators.Operators,
        GridSampling.Operators,
        Indexing.Operators,
        LegacyBroadcasting.Operators,
        LinearAlgebra.Operators,
        Logic.Operators,
        Losses.Operators,
        MaxPools.Operators,
        NormNormalizations.Operators,
        Normalizations.Operators,
        Ordering.Operators,
        Padding.Operators,
        Pooling.Operators,
        QuantizedOperators.Operators,
        Quantizers.Operators,
        Rectifiers.Operators,
        RecurrentLayers.Operators,
        Reductions.Operators,
        RegionPools.Operators,
        Resizing.Operators,
        Scans.Operators,
        Scattering.Operators,
        Shaping.Operators,
        Slicing.Operators,
        Softmaxes.Operators,
        TransposedConvolutions.Operators,
        Types.Operators);

    private static readonly ILookup<(string Domain, string Name), OperatorKey> Versions =
        Lines.Keys.ToLookup(key => (key.Domain, key.Name));

    /// <summary>The behaviour in force at an opset: the greatest since-version that is not above it.</summary>
    public static bool TryFind(string domain, string name, long opset, [NotNullWhen(true)] out OperatorKey? key)
    {
        key = Versions[(domain, name)].Where(candidate => candidate.SinceVersion <= opset).MaxBy(candidate => candidate.SinceVersion);
        return key is not null;
    }

    /// <summary>Since-versions that the table has of an operator, ascending; empty for an unknown one.</summary>
    public static IEnumerable<int> VersionsOf(string domain, string name) =>
        Versions[(domain, name)].Select(key => key.SinceVersion).Order();

    private static Dictionary<OperatorKey, OperatorLine> Merge(params IReadOnlyDictionary<OperatorKey, OperatorLine>[] categories)
    {
        var lines = new Dictionary<OperatorKey, OperatorLine>();
        foreach (var (key, value) in categories.SelectMany(category => category))
            lines.Add(key, value);
        return lines;
    }
}
