using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Recurrent layers; <see cref="Recurrence"/> steps them.</summary>
internal static class RecurrentLayers
{
    private const Trait Recurrent = Trait.Learns | Trait.LosesAxes | Trait.SeesAll | Trait.Recurs;

    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("GRU", 7)] = new(Gru, Recurrent),
        [new("LSTM", 7)] = new(Lstm, Recurrent | Trait.HasCell),
        [new("RNN", 7)] = new(call => Recurrence.Run(call, 1, ["Tanh"], [5], (direction, projected, states) =>
            [direction.Activate(0, projected.Plus(Recur(direction, states[0])))]), Recurrent),
    };

    private static Tensor Recur(Direction direction, Tensor state) => state.Product(direction.Recurrent.t()).Plus(direction.RecurrentBias);

    // Gates update z, reset r, hidden h: H' = (1 − z) · h̃ + z · H.
    private static Outputs Gru(OperatorCall call)
    {
        var resetsAfter = call.Attributes.Int("linear_before_reset", 0) != 0;
        return Recurrence.Run(call, 3, ["Sigmoid", "Tanh"], [5], (direction, projected, states) =>
        {
            var hidden = direction.Hidden;
            var (weights, bias) = (direction.Recurrent, direction.RecurrentBias);
            // With a reset before the product, the hidden gate's product needs the reset gate first.
            var recurred = resetsAfter ? Recur(direction, states[0])
                : states[0].Product(weights.narrow(0, 0, 2 * hidden).t()).Plus(bias.narrow(0, 0, 2 * hidden));
            var gates = direction.Activate(0, direction.Gate(projected, 0, 2).Plus(direction.Gate(recurred, 0, 2)));
            var (update, reset) = (direction.Gate(gates, 0), direction.Gate(gates, 1));
            var memory = resetsAfter
                ? reset * direction.Gate(recurred, 2)
                : (reset * states[0]).Product(weights.narrow(0, 2 * hidden, hidden).t()).Plus(bias.narrow(0, 2 * hidden, hidden));
            var candidate = direction.Activate(1, direction.Gate(projected, 2).Plus(memory));
            return [(update.SubtractedFrom(1) * candidate).Plus(update * states[0])];
        });
    }

    // Gates input i, output o, forget f, cell c; peepholes in the order i, o, f.
    private static Outputs Lstm(OperatorCall call)
    {
        var couples = call.Attributes.Int("input_forget", 0) != 0;
        return Recurrence.Run(call, 4, ["Sigmoid", "Tanh", "Tanh"], [5, 6], (direction, projected, states) =>
        {
            var (gates, cell) = (projected.Plus(Recur(direction, states[0])), states[1]);
            Tensor Peep(int gate, Tensor state) => call.Optional(7) is { } peepholes
                ? direction.Gate(gates, gate).Plus(direction.Gate(peepholes[direction.Index], gate) * state)
                : direction.Gate(gates, gate);
            var input = direction.Activate(0, Peep(0, cell));
            var forget = couples ? input.SubtractedFrom(1) : direction.Activate(0, Peep(2, cell));
            var next = (forget * cell).Plus(input * direction.Activate(1, direction.Gate(gates, 3)));
            var output = direction.Activate(0, Peep(1, next));
            return [output * direction.Activations[2](next), next];
        });
    }
}
