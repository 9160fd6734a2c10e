using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>One direction of a recurrent layer.</summary>
/// <param name="Projected">Inputs times weights plus the input's biases, of all steps: <c>[T, N, gates · H]</c>.</param>
/// <param name="Recurrent">Weights of the state, <c>[gates · H, H]</c>.</param>
/// <param name="RecurrentBias">Biases of the state, <c>[gates · H]</c>.</param>
/// <param name="Hidden">H.</param>
/// <param name="Activations">What the layer applies, in ONNX's order.</param>
/// <param name="Clip">Bound of what goes into an activation; infinite for none.</param>
/// <param name="Index">Which direction of the layer's tensors this is.</param>
internal sealed record Direction(
    Tensor Projected, Tensor Recurrent, Tensor RecurrentBias, long Hidden, Func<Tensor, Tensor>[] Activations, double Clip, int Index)
{
    public Tensor Activate(int activation, Tensor input) =>
        Activations[activation](double.IsFinite(Clip) ? input.clamp(Numbers.Of(-Clip), Numbers.Of(Clip)) : input);

    /// <summary>Part of the columns (or elements) that belongs to a gate.</summary>
    public Tensor Gate(Tensor gates, int index, int count = 1) => gates.narrow(-1, index * Hidden, count * Hidden);
}

/// <summary>A recurrent cell: states before a step → states after it, the hidden state first.</summary>
internal delegate Tensor[] Cell(Direction direction, Tensor projected, Tensor[] states);

/// <summary>Steps a recurrent layer explicitly, so that it differentiates on every device.</summary>
internal static class Recurrence
{
    /// <param name="call">An LSTM, GRU or RNN: inputs X, W, R, B, sequence_lens, initial states.</param>
    /// <param name="gates">Gates a cell has.</param>
    /// <param name="activations">The cell's activations where the node names none.</param>
    /// <param name="initial">Indices of the inputs with the initial states.</param>
    /// <param name="cell">Makes the cell.</param>
    /// <returns>Y, then the final states, as ONNX shapes them.</returns>
    public static Outputs Run(OperatorCall call, int gates, string[] activations, int[] initial, Cell cell)
    {
        var batchFirst = call.Attributes.Int("layout", 0) != 0;
        var input = batchFirst ? call[0].transpose(0, 1) : call[0];
        var names = call.Attributes.Text("direction", "forward");
        var count = names switch
        {
            "bidirectional" => 2,
            "forward" or "reverse" => 1,
            _ => throw call.Error($"direction '{names}' is not one of forward, reverse, bidirectional"),
        };
        var hidden = Check(call, input, gates, count);
        var functions = GateActivations.Of(call, activations, count);
        var clip = call.Attributes.Float("clip") ?? double.PositiveInfinity;
        var alive = Alive(call, input);
        var (outputs, finals) = (new Tensor[count], new Tensor[count][]);
        for (var i = 0; i < count; i++)
        {
            var bias = call.Optional(3)?[i] ?? zeros(2 * gates * hidden, input.dtype, input.device);
            var projected = input.Product(call[1][i].t()).Plus(bias.narrow(0, 0, gates * hidden));
            var direction = new Direction(projected, call[2][i], bias.narrow(0, gates * hidden, gates * hidden), hidden,
                functions[(i * activations.Length)..((i + 1) * activations.Length)], clip, i);
            var states = initial.Select(index => Initial(call, index, i, input.shape[1], hidden, batchFirst)).ToArray();
            (outputs[i], finals[i]) = Steps(direction, states, alive, cell, isReverse: names == "reverse" || i == 1);
        }
        var output = stack(outputs, 1);
        var states2 = initial.Select((_, state) => stack(finals.Select(final => final[state]), batchFirst ? 1 : 0));
        return new[] { batchFirst ? output.permute(2, 0, 1, 3) : output }.Concat(states2).ToArray();
    }

    private static (Tensor Output, Tensor[] Final) Steps(Direction direction, Tensor[] states, Tensor[]? alive, Cell cell, bool isReverse)
    {
        var projected = direction.Projected.unbind();
        var outputs = new Tensor[projected.Length];
        for (var i = 0; i < projected.Length; i++)
        {
            var step = isReverse ? projected.Length - 1 - i : i;
            var next = cell(direction, projected[step], states);
            outputs[step] = next[0];
            if (alive is not null)
            {
                // A sequence that has ended keeps its state (backward: has not begun), and its output is zero.
                outputs[step] = next[0] * alive[step];
                next = [.. next.Zip(states, (after, before) => where(alive[step], after, before))];
            }
            states = next;
        }
        return (stack(outputs), states);
    }

    /// <summary>For each step which sequences have it, <c>[N, 1]</c>; null where all have all.</summary>
    private static Tensor[]? Alive(OperatorCall call, Tensor input)
    {
        if (call.OptionalLongs(4) is not { } lengths)
            return null;
        if (lengths.Length != input.shape[1] || lengths.Any(length => length < 0 || length > input.shape[0]))
            throw call.Error(
                $"sequence lengths {ShapeText.Of(lengths)} do not fit {input.shape[1]} sequences of {input.shape[0]} steps");
        if (lengths.All(length => length == input.shape[0]))
            return null;
        return [.. Enumerable.Range(0, (int)input.shape[0]).Select(step =>
            tensor([.. lengths.Select(length => step < length)], lengths.Length, 1).to(input.device))];
    }

    private static Tensor Initial(OperatorCall call, int index, int direction, long batch, long hidden, bool batchFirst) =>
        call.Optional(index) is not { } states ? zeros([batch, hidden], call[0].dtype, call[0].device)
        : states.dim() == 3 ? states.select(batchFirst ? 1 : 0, direction)
        : throw call.Error($"initial states of {states.dim()} axes; expected 3");

    private static long Check(OperatorCall call, Tensor input, int gates, int directions)
    {
        var (weight, recurrent) = (call[1], call[2]);
        var hidden = recurrent.dim() == 3 ? recurrent.shape[2] : -1;
        if (input.dim() != 3 || input.shape[0] == 0 || hidden <= 0
            || !weight.shape.SequenceEqual([directions, gates * hidden, input.shape[2]])
            || !recurrent.shape.SequenceEqual([directions, gates * hidden, hidden])
            || (call.Optional(3) is { } bias && !bias.shape.SequenceEqual([directions, 2 * gates * hidden])))
            throw call.Error($"inputs {ShapeText.Of(call[0].shape)}, weights {ShapeText.Of(weight.shape)} and " +
                $"{ShapeText.Of(recurrent.shape)} are not those of {directions} direction(s) with {gates} gates");
        return hidden;
    }
}
