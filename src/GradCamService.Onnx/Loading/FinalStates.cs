namespace GradCamService.Onnx.Loading;

/// <summary>
/// Names the final states of recurrent layers where a file leaves them unnamed, so that they can be fetched: who feeds them back as
/// initial states goes on with a sequence instead of beginning anew.
/// </summary>
internal static class FinalStates
{
    /// <param name="outputs">The names of any node's outputs.</param>
    /// <param name="title">The node's name, unique enough for a tensor's.</param>
    /// <param name="traits">What is known of its operator.</param>
    /// <returns>Its outputs' names.</returns>
    public static IReadOnlyList<string> Name(IReadOnlyList<string> outputs, string title, Trait traits)
    {
        if (!traits.HasFlag(Trait.Recurs))
            return outputs;
        var count = traits.HasFlag(Trait.HasCell) ? 3 : 2;
        var names = outputs.Concat(Enumerable.Repeat("", count)).Take(count).ToList();
        for (var i = 1; i < count; i++)
            if (names[i].Length == 0)
                names[i] = $"{title}/final-state-{i}";
        return names;
    }
}
