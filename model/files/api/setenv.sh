# Read by Tomcat before it starts: where TAP finds its three databases.
CATALINA_OPTS="$CATALINA_OPTS \
  -Dqservuser.jdbc.driverClassName=com.mysql.cj.jdbc.Driver \
  -Dqservuser.jdbc.url=@{qserv}/ \
  -Dqservuser.jdbc.username=qsmaster \
  -Dqservuser.jdbc.password=@{qserv-password} \
  -Dtapuser.jdbc.driverClassName=com.mysql.cj.jdbc.Driver \
  -Dtapuser.jdbc.url=@{tap-schema}/ \
  -Dtapuser.jdbc.username=TAP_SCHEMA \
  -Dtapuser.jdbc.password=@{tap-schema-password} \
  -Duws.jdbc.driverClassName=org.postgresql.Driver \
  -Duws.jdbc.url=@{uws}/ \
  -Duws.jdbc.username=postgres \
  -Duws.jdbc.password=@{uws-password} \
  -Xmx@{heap}"
export CATALINA_OPTS
