namespace Fovea.Fuzz.Running;

/// <summary>Runs kept inputs again.</summary>
internal static class Replay
{
    /// <summary>Runs each file; 1 where one has a finding.</summary>
    public static int Run(FuzzTarget target, IReadOnlyList<string> files)
    {
        Execution.Prepare(target);
        var findings = new Findings();
        int found = 0;
        foreach (string file in files)
        {
            byte[] input = File.ReadAllBytes(file);
            try
            {
                Execution.Run(target, input);
            }
            catch (Exception error)
            {
                found++;
                Console.WriteLine($"{file}: {error.GetType().Name}: {error.Message}");
                findings.Add(input, error);
            }
        }

        Console.WriteLine($"{files.Count} files, {found} with findings of {findings.Kinds} kinds");
        return found == 0 ? 0 : 1;
    }
}
