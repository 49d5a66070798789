import com.structurizr.Workspace;
import com.structurizr.dsl.StructurizrDslParser;
import com.structurizr.util.WorkspaceUtils;
import java.io.File;

/** Reads workspaces with Structurizr's own parser, and prints each as a line of its JSON. */
class Workspaces {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            StructurizrDslParser parser = new StructurizrDslParser();
            parser.parse(new File(file)); // throws with line and reason
            Workspace workspace = parser.getWorkspace();
            System.out.println(WorkspaceUtils.toJson(workspace, false));
        }
    }
}
