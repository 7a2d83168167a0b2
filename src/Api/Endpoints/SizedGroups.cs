namespace Fovea.Api.Endpoints;

/// <summary>Divides what is computed one after another into groups of a size, so that no more than a group has to be held.</summary>
internal static class SizedGroups
{
    /// <summary>The groups, in the order of the items. What is larger than a group is one of its own.</summary>
    /// <param name="items">The items.</param>
    /// <param name="bytes">The size of an item.</param>
    /// <param name="most">The most bytes of a group of several items.</param>
    public static IEnumerable<List<T>> Of<T>(IEnumerable<T> items, Func<T, long> bytes, long most)
    {
        var group = new List<T>();
        long held = 0;
        foreach (T item in items)
        {
            long size = bytes(item);
            if (group.Count > 0 && held + size > most)
            {
                yield return group;
                (group, held) = ([], 0);
            }

            group.Add(item);
            held += size;
        }

        if (group.Count > 0)
            yield return group;
    }
}
