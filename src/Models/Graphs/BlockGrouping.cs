using System.Globalization;
using Fovea.Inference;

namespace Fovea.Models.Graphs;

/// <summary>
/// Groups neighbouring items (blocks, and layers as blocks of one) where there are too many to look at: blocks of one kind and size, then
/// repeated sequences, then convolutions with what follows them, then whatever stands side by side.
/// </summary>
internal static class BlockGrouping
{
    /// <summary>From this number of items on they are grouped further.</summary>
    public const int ManyItems = 40;

    // From this number of blocks without names on, those of one kind are counted instead of shown.
    private const int FewItems = 12;

    private const int SomeItems = 30;

    private const int MostItems = 55;

    // How many items a repeated sequence has at most.
    private const int LongestPeriod = 12;

    private static readonly string[] AfterConvolution =
        ["BatchNormalization", "Relu", "Clip", "LeakyRelu", "PRelu", "Sigmoid", "HardSwish", "Swish", "Mish", "Elu", "Add", "Scale"];

    /// <summary>The items, grouped as far as their number asks for it.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="items">The items, in data order.</param>
    /// <param name="all">Whether these are all there is to see; of an opened block, only very many are grouped.</param>
    public static List<LayerBlock> Apply(LayerGraph graph, List<LayerBlock> items, bool all)
    {
        if (items.Count > FewItems)
            items = Divided(items, Runs(graph, items, named: items.Count > (all ? SomeItems : ManyItems)));
        if (items.Count > (all ? SomeItems : ManyItems))
            items = Divided(items, Repeats(graph, items));
        if (items.Count > ManyItems)
            items = Divided(items, ConvolutionUnits(graph, items));
        if (items.Count > MostItems)
            items = Divided(items, Repeats(graph, items));
        return items.Count > MostItems ? Divided(items, Chunks(graph, items)) : items;
    }

    // One group of all items divides nothing.
    private static List<LayerBlock> Divided(List<LayerBlock> items, List<LayerBlock> grouped) => grouped.Count == 1 ? items : grouped;

    // Neighbouring blocks of one kind whose results have one size: the stages of a network.
    private static List<LayerBlock> Runs(LayerGraph graph, List<LayerBlock> items, bool named)
    {
        var grouped = new List<LayerBlock>();
        for (int first = 0; first < items.Count;)
        {
            int end = first + 1;
            while (items[first].Count > 1 && end < items.Count && items[end].Count > 1
                && (named || !(items[first].IsNamed || items[end].IsNamed))
                && Stage(graph, items[first]) == Stage(graph, items[end]))
                end++;
            grouped.Add(end - first == 1 ? items[first] : Group(items[first..end], RunTitle(items[first..end])));
            first = end;
        }

        return grouped;
    }

    private static string Stage(LayerGraph graph, LayerBlock block)
    {
        Shape shape = graph.Layers[block.Last].Shape;
        string operators = string.Join(' ', Enumerable.Range(block.First, block.Count).Select(i => graph.Layers[i].Operator).Distinct());
        return $"{operators}|{string.Join(',', shape.Skip(2))}";
    }

    private static string RunTitle(List<LayerBlock> run) => run.TrueForAll(block => block.Title == run[0].Title)
        ? $"{run.Count} x {run[0].Title}"
        : $"{run[0].Title} to {run[^1].Title}";

    // Sequences of items that repeat at least three times, from the first item on; the repetition that covers most.
    private static List<LayerBlock> Repeats(LayerGraph graph, List<LayerBlock> items)
    {
        string[] kinds = [.. items.Select(item => Kind(graph, item))];
        var grouped = new List<LayerBlock>();
        for (int first = 0; first < items.Count;)
        {
            (int period, int times) = BestRepeat(kinds, first);
            if (times == 0)
            {
                grouped.Add(items[first++]);
                continue;
            }

            var members = new List<LayerBlock>();
            for (int i = 0; i < times; i++)
            {
                List<LayerBlock> once = items[(first + i * period)..(first + (i + 1) * period)];
                members.Add(period == 1 ? once[0] : Group(once, $"{i + 1} of {times}"));
            }

            grouped.Add(Group(members, $"{times} x {Sequence(graph, items[first..(first + period)])}"));
            first += period * times;
        }

        return grouped;
    }

    private static (int Period, int Times) BestRepeat(string[] kinds, int first)
    {
        (int Period, int Times) best = (0, 0);
        for (int period = 1; period <= LongestPeriod; period++)
        {
            int end = first + period;
            while (end < kinds.Length && kinds[end] == kinds[end - period])
                end++;
            int times = (end - first) / period;
            if (times >= 3 && times * period > best.Period * best.Times)
                best = (period, times);
        }

        return best;
    }

    private static string Kind(LayerGraph graph, LayerBlock block)
    {
        if (block.Count > 1)
            return string.Join(' ', Enumerable.Range(block.First, block.Count).Select(i => graph.Layers[i].Operator));
        LayerInfo layer = graph.Layers[block.First];
        return $"{layer.Operator} {(layer.Kernel is { } kernel ? string.Join('x', kernel) : "")} {(layer.Groups > 1 ? "grouped" : "")}";
    }

    private static string Sequence(LayerGraph graph, List<LayerBlock> items)
    {
        const int Named = 4;
        string[] names = [.. items.Select(item => item.Title.Length > 0 ? item.Title : graph.Layers[item.First].Operator)];
        return names.Length == 1 ? names[0]
            : names.Length <= Named ? $"({string.Join(", ", names)})"
            : $"({string.Join(", ", names.Take(Named - 1))}, ... {names[^1]})";
    }

    private static List<LayerBlock> ConvolutionUnits(LayerGraph graph, List<LayerBlock> items)
    {
        var grouped = new List<LayerBlock>();
        for (int first = 0; first < items.Count;)
        {
            int end = first + 1;
            if (items[first].Count == 1 && graph.Layers[items[first].First].MultiplyAdds is not null)
            {
                while (end < items.Count && items[end].Count == 1 && AfterConvolution.Contains(graph.Layers[items[end].First].Operator)
                    && graph.Sources(items[end].First).Contains(items[end - 1].First))
                    end++;
            }

            grouped.Add(end - first == 1
                ? items[first]
                : Group(items[first..end], string.Join(", ", items[first..end].Select(item => graph.Layers[item.First].Operator))));
            first = end;
        }

        return grouped;
    }

    // As many as there is room for, of nearly the same number of items.
    private static List<LayerBlock> Chunks(LayerGraph graph, List<LayerBlock> items)
    {
        const int Wanted = 30;
        int size = (items.Count + Wanted - 1) / Wanted;
        var grouped = new List<LayerBlock>();
        for (int first = 0; first < items.Count; first += size)
        {
            List<LayerBlock> chunk = items[first..Math.Min(items.Count, first + size)];
            string title = string.Create(
                CultureInfo.InvariantCulture, $"layers {chunk[0].First + 1} to {chunk[^1].Last + 1} of {graph.Count}");
            grouped.Add(chunk.Count == 1 ? chunk[0] : Group(chunk, title));
        }

        return grouped;
    }

    private static LayerBlock Group(List<LayerBlock> members, string title) =>
        new(members[0].First, members[^1].Last, title) { Blocks = [.. members.Where(member => member.Count > 1)] };
}
