using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>Texts as a network reads them.</summary>
internal static class TokenIds
{
    /// <summary>int64 <c>[rows, T]</c>, on the CPU on every device: indices are checked there before a device looks them up.</summary>
    /// <param name="ids">Token numbers, row after row, equally many in each.</param>
    /// <param name="rows">How many rows.</param>
    public static Tensor Of(IEnumerable<int> ids, int rows) => tensor(ids.Select(id => (long)id).ToArray()).reshape(rows, -1);
}
